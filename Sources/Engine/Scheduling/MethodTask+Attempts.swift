import Ansatz

extension MethodTask {
    /// One try to make the result: by the method or its fallback, from the start or from what was saved.
    struct Attempt {
        /// What does the work; `nil` where the noun does it.
        var component: ConfiguredComponent?
        var saved: Checkpoint?
        var isFallback: Bool
        /// Whether what was saved is a finished result's, which goes on to a larger extent.
        var isExtension: Bool
    }

    /// Goes on from where the last attempt was stopped. Where the saved frames don't fit, it starts afresh; where the
    /// method fails, the fallback starts.
    ///
    /// - Throws: what stopped it; with `ComputationError.cancelled` after the state was saved.
    func attempt(_ decision: ResultFolder.Decision, _ work: (Attempt) throws -> Void) throws {
        let (saved, isExtension) = try start(decision)
        let isFallback = saved?.usesFallback == true
        do {
            try work(
                Attempt(
                    component: isFallback ? method.fallback : method.method, saved: saved, isFallback: isFallback,
                    isExtension: isExtension))
        } catch let error as StorageError where saved != nil && isUnusableSpool(error) {
            try startAfresh(because: error)
            try attempt(.run(reason: ""), work)
        } catch let error where !isFallback && Self.allowsFallback(error) {
            guard let fallback = method.fallback else { throw error }
            events.send(
                .warning(
                    place: place, message: "\(error); starting again with the fallback '\(fallback.entry.info.name)'"))
            try folder.begin(key)
            try work(Attempt(component: fallback, saved: nil, isFallback: true, isExtension: false))
        }
    }

    /// Whether an error is the method's fault, so that another one may do better.
    private static func allowsFallback(_ error: any Error) -> Bool {
        if error is CertificateFailure { return true }
        return switch (error as? StepFailure)?.error ?? error as? ComputationError {
        case .notConverged, .nonFinite, .unsuitable: true
        case .tooLarge, .badInput, .cancelled, nil: false
        }
    }
}

/// An error of a method, with the step or instance in which it happened.
struct StepFailure: Error, CustomStringConvertible {
    let error: ComputationError
    /// "step 3 (t = 0.003)".
    let place: String

    var description: String { "\(place): \(error)" }
    var help: String? { error.help }
}
