import Ansatz
import Foundation

/// Runs a method of an `integrate` stage: marches the state, checks every step, writes frames, saves and resumes.
struct MarchRunner {
    let task: MethodTask

    /// - Throws: what stopped it; with `ComputationError.cancelled` after the state was saved.
    func run(_ decision: ResultFolder.Decision) throws {
        let (saved, isExtension) = try task.start(decision)
        let component = saved?.usesFallback == true ? task.method.fallback : task.method.method
        do {
            try march(component, saved: saved, isFallback: saved?.usesFallback == true, isExtension: isExtension)
        } catch let error as StorageError where saved != nil && task.isUnusableSpool(error) {
            try task.startAfresh(because: error)
            try run(.run(reason: ""))
        } catch let error where saved?.usesFallback != true && Self.allowsFallback(error) {
            guard let fallback = task.method.fallback else { throw error }
            task.events.send(
                .warning(
                    place: task.place,
                    message: "\(error); starting again with the fallback '\(fallback.entry.info.name)'"))
            try task.folder.begin(task.key)
            try march(fallback, saved: nil, isFallback: true, isExtension: false)
        }
    }

    /// Whether an error is the method's fault, so that another one may do better.
    static func allowsFallback(_ error: any Error) -> Bool {
        if error is CertificateFailure { return true }
        return switch (error as? StepFailure)?.error ?? error as? ComputationError {
        case .notConverged, .nonFinite, .unsuitable: true
        case .tooLarge, .badInput, .cancelled, nil: false
        }
    }

    private func march(
        _ component: ConfiguredComponent?, saved: Checkpoint?, isFallback: Bool, isExtension: Bool
    ) throws {
        guard let component, let integrator = try component.make() as? any Integrator,
            var problem = try task.method.subject.make() as? any TransientProblem
        else {
            throw RunFailure(
                "problem '\(task.method.subject.entry.info.name)' can't be integrated", help: "use 'solve'")
        }
        let context = task.context(saved: saved)
        try problem.prepare(context)
        let march = try StateMarch(task: task, problem: problem, context: context, isFallback: isFallback)
        try march.run(integrator, saved: saved, isExtension: isExtension)
    }
}
