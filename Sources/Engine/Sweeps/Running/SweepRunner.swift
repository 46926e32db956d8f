public import Ansatz
import Foundation

/// Runs the members of a sweep, each in a process of its own, some at a time. A member that fails stops only itself.
public final class SweepRunner {
    public struct Options: Sendable {
        /// Members at a time; `nil` for as many as processors and memory allow.
        public var jobs: Int?
        /// Threads of all members together.
        public var threads: Int
        /// Keeps results where only code changed.
        public var acceptsCodeChanges = false
        /// As given by `--plugin-path`.
        public var pluginPaths: [String] = []
        /// Who reads the files that scenarios name.
        public var readers: InputReaders

        public init(threads: Int, readers: InputReaders) {
            self.threads = threads
            self.readers = readers
        }
    }

    private let plan: SweepPlan
    private let directory: SweepDirectory
    private let registry: Registry
    private let options: Options
    private let lock: RunLock
    private let log: EventLog<SweepEvent>
    private var outcomes: [String: SweepSummary.Member] = [:]
    private var threadsOfMember = 1
    private let watch = Stopwatch()

    /// - Parameter watch: is told of every event, on the thread that runs.
    /// - Throws: ``RunFailure`` where the directory is in use.
    public init(
        _ plan: SweepPlan, in directory: SweepDirectory, registry: Registry, options: Options,
        watch: @escaping (SweepEvent) -> Void
    ) throws {
        self.plan = plan
        self.directory = directory
        self.registry = registry
        self.options = options
        // Members of a sweep that was killed end with it, but not in the same instant; they hold its lock until then.
        lock = try RunLock(folder: directory.path, patience: 3)
        log = EventLog(path: directory.events, watch: watch)
    }

    /// Runs all members that are not done. To be called on the main thread.
    ///
    /// - Throws: `Diagnostics`, `ComputationError` or ``RunFailure`` for what is found before any member starts, and
    ///   where the results can't be written.
    public func run() throws -> SweepSummary {
        let survey = try SweepSurvey(
            plan, in: directory, registry: registry, acceptsCodeChanges: options.acceptsCodeChanges,
            readers: options.readers)
        let jobs = try survey.jobs(asked: options.jobs, processors: options.threads)
        threadsOfMember = max(1, options.threads / jobs)
        try AtomicFile.write(plan.base.tree.file.text, to: directory.scenario)
        try AtomicFile.write(CanonicalJSON.pretty(plan.json), to: directory.plan)
        let distinct = plan.distinctMembers
        for member in distinct where survey.finished.contains(member.folder) {
            outcomes[member.folder] = MemberOutcome.reused(member, directory)
        }
        log.send(
            .started(
                name: plan.base.name, directory: directory.path, members: plan.members.count,
                done: plan.members.count { survey.finished.contains($0.folder) }, jobs: jobs,
                threads: threadsOfMember, strangers: directory.strangers(to: plan.members)))
        work(through: survey.pending, jobs: jobs, total: distinct.count)
        let summary = SweepSummary(plan, directory, outcomes)
        try AtomicFile.write(CanonicalJSON.pretty(summary.json), to: directory.summary)
        try SweepResults(summary, plan).write(to: directory.results)
        try AtomicFile.write(SweepTable(summary).commaSeparated, to: directory.table)
        do {
            try AtomicFile.write(SweepReport(summary).document.html, to: directory.report)
        } catch {
            log.send(.warning("the report could not be written: \(FailureText.of(error).message)"))
        }
        log.send(.finished(status: summary.status))
        return summary
    }

    private func work(through pending: [SweepMember], jobs: Int, total: Int) {
        var queue = pending[...]
        var running: [MemberProcess] = []
        var shown = -1.0
        while !queue.isEmpty || !running.isEmpty {
            if Interruption.isRequested {
                queue = []
                for process in running { process.stop() }
            }
            while running.count < jobs, let member = queue.popFirst() {
                if let process = start(member) { running.append(process) }
            }
            var isAnyOver = false
            running.removeAll { process in
                guard let ending = process.ending() else { return false }
                finish(MemberOutcome.of(process, ending, directory))
                isAnyOver = true
                return true
            }
            if isAnyOver || watch.seconds - shown > 0.1 {
                shown = watch.seconds
                sendProgress(running, left: queue.count, total: total, jobs: jobs)
            }
            if !isAnyOver { usleep(4_000) }
        }
    }

    private func start(_ member: SweepMember) -> MemberProcess? {
        let run = directory.member(member)
        let isBegun = FileManager.default.fileExists(atPath: run.path + "/stages")
        do {
            if let fault = RunDirectory.create(run.path) {
                throw RunFailure("can't create '\(run.path)': \(fault)")
            }
            // What an earlier session said is not what this one will.
            unlink(run.summary)
            let process = try MemberProcess(
                member, arguments: arguments(of: member), log: directory.log(member), lock: lock.descriptor)
            log.send(.memberStarted(member, action: isBegun ? .resume : .run))
            return process
        } catch {
            let (message, help) = FailureText.of(error)
            var outcome = SweepSummary.Member(member, status: .failed)
            outcome.error = message + (help.map { " (\($0))" } ?? "")
            finish(outcome)
            return nil
        }
    }

    private func arguments(of member: SweepMember) -> [String] {
        let sets = plan.base.tree.overrides + member.overrideTexts(plan.definition.axes)
        return [
            "run", directory.scenario, "--relative-to=\(plan.baseDirectory)",
            "--output=\(directory.member(member).path)", "--threads=\(threadsOfMember)",
        ] + sets.map { "--set=\($0)" } + options.pluginPaths.map { "--plugin-path=\($0)" }
            + (options.acceptsCodeChanges ? ["--accept"] : [])
    }

    private func finish(_ outcome: SweepSummary.Member) {
        outcomes[outcome.member.folder] = outcome
        log.send(.memberFinished(outcome))
    }

    private func sendProgress(_ running: [MemberProcess], left: Int, total: Int, jobs: Int) {
        let failed = outcomes.values.count { $0.status == .failed }
        log.send(
            .progress(
                done: outcomes.count - failed, failed: failed, running: running.count, total: total,
                remaining: remaining(running, left: left, jobs: jobs)))
    }

    /// Seconds left if members take as long as those of this session did; `nil` where nothing can be said, as when what
    /// still runs has taken longer already.
    private func remaining(_ running: [MemberProcess], left: Int, jobs: Int) -> Double? {
        let times = outcomes.values.compactMap(\.seconds)
        guard !times.isEmpty else { return nil }
        let mean = times.reduce(0, +) / Double(times.count)
        let rest = running.reduce(Double(left) * mean) { $0 + max(0, mean - $1.seconds) }
        return rest > 0 ? rest / Double(jobs) : nil
    }
}
