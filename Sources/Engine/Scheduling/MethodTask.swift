import Ansatz
import Foundation

/// One method of a stage at work: what it needs to know of the run around it.
struct MethodTask {
    let scenario: Scenario
    let stage: StageDefinition
    let method: MethodDefinition
    let output: OutputRequest
    let checkpointEvery: CheckpointInterval
    let folder: ResultFolder
    let key: ResultKey
    let threads: Threads
    let events: EventLog<RunEvent>
    let readers: InputReaders
    let models: ModelReader
    /// The result file of a stage that this one reads.
    let resolveStage: @Sendable (StageReference) throws -> String

    /// `stage` or `stage.method`.
    var place: String { StageReference.path(stage: stage.name, method: method.name) }

    var checkpointFile: CheckpointFile { CheckpointFile(folder: folder.part) }

    /// The window that components have on the run.
    func context(saved: Checkpoint?) -> RunContext {
        let place = place
        // A step or sample that does not take long is finished, so that its state can be saved; one solve saves nothing.
        let isSolve = stage.verb == .solve && !method.subject.entry.isSequence
        return RunContext(
            seed: scenario.seed, stage: place, threads: threads, recordsHistory: isSolve,
            savedStates: saved?.boundStates ?? [],
            cancellation: { isSolve ? Interruption.isRequested : Interruption.isOverdue },
            log: { line in FileHandle.standardError.write(Data("[\(place)] \(line)\n".utf8)) },
            resolveStage: resolveStage, openFile: { [readers] in try readers.reader(of: $0) },
            openModel: { [models] in try models.model(at: $0) })
    }

    /// What every result file says of its origin. Nothing in it depends on time, place or the number of threads.
    func attributes(usesFallback: Bool) -> [Attribute] {
        var attributes: [Attribute] = [
            Attribute("title", .text("\(scenario.name): \(place)")),
            Attribute("source", .text("Ansatz \(AnsatzVersion.current)")),
            Attribute("seed", .text(String(scenario.seed))),
            Attribute("configuration", .text(CanonicalJSON.text(key.parts))),
            Attribute("core", .text(CoreBuild.current.fingerprintText)),
        ]
        if usesFallback { attributes.append(Attribute("fallback", .text("used"))) }
        if let description = scenario.description { attributes.append(Attribute("comment", .text(description))) }
        return attributes
    }

    /// The state to go on from, and whether it is a finished result's that goes on to a larger extent.
    ///
    /// An extension's part has no checkpoint until the frames of the finished result are in its spool. A finished
    /// result whose state can't be read is made afresh.
    func start(_ decision: ResultFolder.Decision) throws -> (saved: Checkpoint?, isExtension: Bool) {
        guard case .extend = decision else { return (checkpointFile.read(), false) }
        let checkpoint = CheckpointFile(folder: folder.path).read()
        try folder.begin(key)
        if checkpoint == nil {
            events.send(
                .warning(
                    place: place,
                    message: "the finished result's \(CheckpointFile.name) is damaged; starting afresh"))
        }
        return (checkpoint, checkpoint != nil)
    }

    /// Says that a run with tuners that go by the clock is not like others.
    func warnOfTimedTuners(_ context: RunContext) {
        guard context.hasTimedTuners else { return }
        events.send(
            .warning(
                place: place, message: "its tuners go by seconds: the same run ends with other numbers another time"))
    }

    /// Whether an error says that the saved frames don't fit the checkpoint, so that only a new start helps.
    func isUnusableSpool(_ error: StorageError) -> Bool {
        error.file == folder.part + "/" + CheckpointFile.spoolName
            && [.truncated, .corrupt, .wrongType, .wrongShape].contains(error.reason)
    }

    func startAfresh(because error: StorageError) throws {
        events.send(.warning(place: place, message: "\(FailureText.of(error).message); starting afresh"))
        try folder.begin(key)
    }

    /// Writes the result file of a method that gives all its fields at once.
    ///
    /// - Parameter series: what is no field of the problem, and written whatever the scenario asks for.
    func write(_ fields: [Field], series: [Field] = [], usesFallback: Bool) throws {
        let chosen = try FrameRecorder.chosen(fields, output).map { $0.converted(to: output.precision) }
        try DatasetWriter.write(
            Dataset(chosen + series, attributes: attributes(usesFallback: usesFallback)),
            to: folder.part + "/" + ResultFolder.resultFile, compression: output.compression)
    }

    /// Writes what describes the finished result beside it, publishes it, and gives its metrics.
    ///
    /// - Parameters:
    ///   - seconds: wall-clock time, kept apart from what is the same in every run.
    ///   - timings: further numbers that depend on the clock.
    func publish(
        _ metrics: [Metric], certificate: Certificate, seconds: Double, usesFallback: Bool, timings: [Metric] = []
    ) throws {
        if stage.verb != .train { try XDMFWriter.write(beside: folder.part + "/" + ResultFolder.resultFile) }
        let description: JSONValue = [
            "metrics": .object(Dictionary(metrics.map { ($0.name, .number($0.value)) }) { first, _ in first }),
            "certificate": certificate.json, "fallback_used": .bool(usesFallback),
        ]
        try AtomicFile.write(CanonicalJSON.pretty(description), to: folder.part + "/metrics.json")
        var times = ["seconds": JSONValue.number(seconds)]
        for metric in timings { times[metric.name] = .number(metric.value) }
        try AtomicFile.write(CanonicalJSON.pretty(.object(times)), to: folder.part + "/timing.json")
        checkpointFile.removePrevious()
        try folder.publish()
    }
}

extension Certificate {
    var json: JSONValue {
        [
            "valid": .bool(isValid),
            "checks": .array(
                checks.map { check in
                    [
                        "name": .string(check.name), "meaning": .string(check.meaning), "value": .number(check.value),
                        "limit": .number(check.limit), "passes": .bool(check.passes),
                    ]
                }),
        ]
    }
}

/// The version of this program.
public enum AnsatzVersion {
    public static let current = "0.1.0"
}

/// Reads the clock that only goes forward.
struct Stopwatch {
    private let start = now(CLOCK_MONOTONIC)
    private let coarseStart = now(CLOCK_MONOTONIC_COARSE)

    /// Seconds since it was made.
    var seconds: Double { Self.now(CLOCK_MONOTONIC) - start }

    /// The same within a few milliseconds, cheap enough for every step of a loop.
    var coarseSeconds: Double { Self.now(CLOCK_MONOTONIC_COARSE) - coarseStart }

    private static func now(_ clock: Int32) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// A certificate that did not pass, or a result that can't be one.
struct CertificateFailure: Error, CustomStringConvertible {
    var description: String
    var help: String?

    init(_ description: String, help: String? = nil) {
        self.description = description
        self.help = help
    }

    /// The first failed check in words.
    ///
    /// - Parameter help: what to do, unless it is about a solver.
    init(
        _ certificate: Certificate, method: String,
        help: String = "tighten the method's tolerance, choose another, or name a fallback"
    ) {
        if let check = certificate.checks.first(where: { !$0.passes }) {
            self.init(
                "the certificate of \(method) failed: \(check.name) is \(check.value), at most \(check.limit) is accepted "
                    + "(\(check.meaning))", help: help)
        } else {
            self.init("the certificate of \(method) checked nothing")
        }
    }
}
