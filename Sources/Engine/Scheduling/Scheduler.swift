public import Ansatz
import Foundation

/// Runs a scenario: stage by stage, method by method, reusing what is done, continuing what was begun.
public final class Scheduler {
    public struct Options: Sendable {
        public var threads: Threads
        /// Keeps results where only code changed.
        public var acceptsCodeChanges = false
        /// Opens files that others made.
        public var readers: InputReaders
        /// What trained models are made from.
        public var registry: Registry

        public init(
            threads: Threads, acceptsCodeChanges: Bool = false, readers: InputReaders, registry: Registry = Registry()
        ) {
            self.registry = registry
            self.threads = threads
            self.acceptsCodeChanges = acceptsCodeChanges
            self.readers = readers
        }
    }

    private let scenario: Scenario
    private let directory: RunDirectory
    private let options: Options
    private let lock: RunLock
    private let events: EventLog<RunEvent>
    private let keys: KeyMaker
    private var summary: RunSummary
    private let watch = Stopwatch()

    /// - Parameter watch: is told of every event, on the thread that runs.
    /// - Throws: ``RunFailure`` where the directory is in use or can't be written.
    public init(
        _ scenario: Scenario, in directory: RunDirectory, options: Options, watch: @escaping (RunEvent) -> Void
    ) throws {
        self.scenario = scenario
        self.directory = directory
        self.options = options
        lock = try RunLock(directory)
        events = EventLog(path: directory.events, watch: watch)
        keys = KeyMaker(scenario)
        summary = RunSummary(name: scenario.name, directory: directory.path, status: .ok)
        summary.started = Date.now.formatted(.iso8601)
        summary.warnings = scenario.tree.warnings.map(\.message)
    }

    /// Runs all stages.
    ///
    /// A stage that fails stops only those that read it.
    ///
    /// - Throws: `Diagnostics`, `ComputationError` or ``RunFailure`` for what is found before any stage starts.
    public func run() throws -> RunSummary {
        let obstacles = RunObstacles(
            scenario, in: directory, keys: keys, acceptsCodeChanges: options.acceptsCodeChanges,
            readers: options.readers
        ).find()
        if !obstacles.isEmpty { throw Diagnostics(scenario.tree.explained(obstacles)) }
        try writeScenario()
        events.send(.runStarted(name: scenario.name, directory: directory.path))
        for stage in scenario.stages {
            let result = run(stage)
            summary.stages.append(result)
            if result.status == .interrupted {
                summary.status = .interrupted
                break
            }
            if result.status != .ok { summary.status = .failed }
        }
        do {
            try AtomicFile.write(CanonicalJSON.pretty(summary.json), to: directory.summary)
        } catch let error where summary.status != .ok {
            // What stopped the run, such as a full disk, is worth more than that the summary could not be written.
            let message = "\(directory.summary) could not be written: \(FailureText.of(error).message)"
            summary.warnings.append(message)
            events.send(.warning(place: nil, message: message))
        }
        writeReport()
        events.send(.runFinished(status: summary.status))
        return summary
    }

    /// A report is worth a warning, not a run.
    private func writeReport() {
        do {
            try RunReport(summary: summary, directory: directory, readers: options.readers).write()
        } catch {
            events.send(
                .warning(place: nil, message: "the report could not be written: \(FailureText.of(error).message)"))
        }
    }

    private func writeScenario() throws {
        try AtomicFile.write(scenario.tree.file.text, to: directory.scenario)
        var stages: [String: JSONValue] = [:]
        for stage in scenario.stages {
            guard case .methods(let methods, let output, _) = stage.work else { continue }
            var resolved: [String: JSONValue] = [:]
            for method in methods {
                let key = try keys.key(for: method, of: stage, output: output) { _ in nil }
                var parts = key.parts
                if case .object(var members) = parts {
                    // Keys leave out what may grow; here everything is shown.
                    members["with"] = .object(method.resolvedWith)
                    if let samples = method.samples { members["samples"] = .integer(samples.count) }
                    parts = .object(members)
                }
                resolved[method.name ?? stage.name] = parts
            }
            stages[stage.name] = .object(resolved)
        }
        let description: JSONValue = [
            "name": .string(scenario.name), "seed": .string(String(scenario.seed)), "stages": .object(stages),
            "ansatz": .string(AnsatzVersion.current), "core": .string(CoreBuild.current.fingerprintText),
            "threads": .integer(options.threads.count), "host": .string(ProcessInfo.processInfo.hostName),
            "cpu": .string(HostDescription.processor), "components": ComponentRecord.json(of: scenario),
            "scenario": .string(scenario.tree.file.name),
            "overrides": .array(scenario.tree.overrides.map { .string($0) }),
        ]
        try AtomicFile.write(CanonicalJSON.pretty(description), to: directory.resolved)
    }

    private func run(_ stage: StageDefinition) -> RunSummary.Stage {
        var result = RunSummary.Stage(name: stage.name, verb: stage.verb, status: .ok)
        // Models are judged each by itself: those that are there, where others are not.
        let missing = { (method: MethodDefinition) in method.stageReferences.first { !self.hasResult($0) } }
        let isJudged = stage.verb == .evaluate && stage.methods.contains { missing($0) == nil }
        if !isJudged,
            let reference = stage.dependencies.first(where: { !hasResult($0, anyMethod: stage.verb == .compare) })
        {
            result.status = .skipped
            result.error = Self.skipReason(reference)
            events.send(.finished(place: stage.name, status: .skipped, message: result.error))
            return result
        }
        result.start = watch.seconds
        let watch = Stopwatch()
        switch stage.work {
        case .comparison(let request): compare(request, &result)
        case .methods(let methods, let output, let checkpoint):
            for method in methods {
                if let reference = missing(method) {
                    let reason = Self.skipReason(reference)
                    let place = StageReference.path(stage: stage.name, method: method.name)
                    result.methods.append(RunSummary.Method(name: method.name, status: .skipped, reason: reason))
                    result.status = .failed
                    events.send(.finished(place: place, status: .skipped, message: reason))
                    continue
                }
                let outcome = run(method, of: stage, output: output, checkpointEvery: checkpoint)
                result.methods.append(outcome)
                if outcome.status == .interrupted {
                    result.status = .interrupted
                    break
                }
                if outcome.status != .ok { result.status = .failed }
            }
        }
        result.seconds = watch.seconds
        return result
    }

    private static func skipReason(_ reference: StageReference) -> String {
        "it reads '\(reference.path)', which has no result"
    }

    /// Whether what a reference names was made; of a stage whose methods are not told apart, whether any was.
    private func hasResult(_ reference: StageReference, anyMethod: Bool = false) -> Bool {
        let target = summary.stages.first { $0.name == reference.stage }
        let method = reference.method
        return target?.methods.contains { ($0.name == method || method == nil || anyMethod) && $0.status == .ok }
            ?? false
    }

    private func compare(_ request: ComparisonRequest, _ result: inout RunSummary.Stage) {
        guard let stage = summary.stages.first(where: { $0.name == request.stage.path }) else { return }
        do {
            let table = try ComparisonTable(request, of: stage)
            result.comparison = table
            let folder = directory.results(stage: result.name, method: nil)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try AtomicFile.write(table.table().markdown + "\n", to: folder + "/table.md")
            try AtomicFile.write(CanonicalJSON.pretty(table.json), to: folder + "/table.json")
            events.send(.finished(place: result.name, status: .ok, message: nil))
        } catch {
            result.status = .failed
            (result.error, result.help) = FailureText.of(error)
            events.send(.finished(place: result.name, status: .failed, message: result.error))
        }
    }

    private func run(
        _ method: MethodDefinition, of stage: StageDefinition, output: OutputRequest,
        checkpointEvery: CheckpointInterval
    ) -> RunSummary.Method {
        let place = StageReference.path(stage: stage.name, method: method.name)
        let folder = ResultFolder(path: directory.results(stage: stage.name, method: method.name))
        var outcome = RunSummary.Method(name: method.name, status: .ok, reason: "")
        let start = watch.seconds
        outcome.start = start
        do {
            let key = try keys.key(for: method, of: stage, output: output, upstream: directory.resultDigest(of:))
            let decision = folder.decide(key, accept: options.acceptsCodeChanges)
            (outcome.action, outcome.reason) = Self.describe(decision)
            events.send(.decided(place: place, action: outcome.action ?? .run, reason: outcome.reason))
            warnOfSchedule(method, place, decision)
            let task = MethodTask(
                scenario: scenario, stage: stage, method: method, output: output, checkpointEvery: checkpointEvery,
                folder: folder, key: key, threads: options.threads, events: events, readers: options.readers,
                models: ModelReader(registry: options.registry, readers: options.readers),
                resolveStage: { [directory] reference in
                    directory.results(of: reference).path + "/" + ResultFolder.resultFile
                })
            try execute(decision, task)
            read(folder, into: &outcome)
            if outcome.usesFallback {
                summary.warnings.append("\(place): the method failed, and its fallback made the result")
            }
            events.send(.finished(place: place, status: .ok, message: nil))
        } catch ComputationError.cancelled {
            outcome.status = .interrupted
            events.send(.finished(place: place, status: .interrupted, message: nil))
        } catch {
            outcome.status = .failed
            (outcome.error, outcome.help) = FailureText.of(error)
            events.send(.finished(place: place, status: .failed, message: outcome.error))
        }
        outcome.elapsed = watch.seconds - start
        return outcome
    }

    /// Says why more epochs make a training start anew, where that is so.
    private func warnOfSchedule(_ method: MethodDefinition, _ place: String, _ decision: ResultFolder.Decision) {
        guard let training = method.training, training.extendableName == nil, case .run(let reason) = decision,
            reason.hasPrefix("with.epochs: ")
        else { return }
        events.send(
            .warning(
                place: place,
                message:
                    "the schedule '\(training.recipe.schedule.rawValue)' spans all epochs, so that another number of "
                    + "them is another training; with 'schedule_epochs' or another schedule it could have gone on"))
    }

    private func execute(_ decision: ResultFolder.Decision, _ task: MethodTask) throws {
        switch decision {
        case .reuse: return task.folder.removeOutgrown()
        case .publish: return try task.folder.publish()
        case .run: try task.folder.begin(task.key)
        case .resume, .extend: break
        }
        switch task.stage.verb {
        case .integrate: try MarchRunner(task: task).run(decision)
        case .solve where task.method.subject.entry.isSequence: try SequenceRunner(task: task).run(decision)
        case .solve: try SolveRunner(task: task).run(decision)
        case .use: try UseRunner(task: task).run()
        case .train:
            if let request = task.method.training { try TrainRunner(task: task, request: request).run(decision) }
        case .evaluate:
            if let request = task.method.evaluation { try EvaluateRunner(task: task, request: request).run() }
        case .generate:
            if let samples = task.method.samples { try GenerateRunner(task: task, request: samples).run(decision) }
        case .compare: break
        }
    }

    static func describe(_ decision: ResultFolder.Decision) -> (RunAction, String) {
        switch decision {
        case .reuse(let reason): (.reuse, reason)
        case .publish: (.resume, "it was finished, but not yet published")
        case .resume: (.resume, "it was begun with the same settings")
        case .extend(let reason): (.extend, reason)
        case .run(let reason): (.run, reason)
        }
    }

    private func read(_ folder: ResultFolder, into outcome: inout RunSummary.Method) {
        outcome.folder = String(folder.path.dropFirst(directory.path.count + 1))
        var timing = (folder.readJSON(folder.path + "/timing.json")?.object ?? [:]).compactMapValues(\.double)
        outcome.seconds = timing.removeValue(forKey: "seconds")
        guard let stored = folder.readJSON(folder.path + "/metrics.json") else { return }
        outcome.metrics = (stored["metrics"]?.object ?? [:]).compactMapValues(\.double)
        outcome.metrics.merge(timing) { own, _ in own }
        outcome.usesFallback = stored["fallback_used"] == .bool(true)
        outcome.certificate = stored["certificate"].flatMap(Certificate.init(json:))
    }
}

extension Certificate {
    init?(json: JSONValue) {
        guard let checks = json["checks"]?.array else { return nil }
        self.init(
            checks.compactMap { check in
                guard let name = check["name"]?.string, let meaning = check["meaning"]?.string,
                    let value = check["value"]?.double, let limit = check["limit"]?.double
                else { return nil }
                return Check(name, meaning, value: value, limit: limit)
            })
    }
}
