import Ansatz
import Foundation

/// What is there of a sweep, and what the rest of it needs: looked at before anything starts.
struct SweepSurvey {
    /// Members whose results are all there and up to date.
    private(set) var finished: Set<String> = []
    /// The others, in order.
    private(set) var pending: [SweepMember] = []
    /// Bytes of memory that each pending member needs.
    private var memory: [Int] = []
    private var disk = 0
    private let directory: SweepDirectory

    /// What a process takes that computes nothing.
    private static let processMemory = 64 << 20

    /// - Throws: `Diagnostics` for all that would stop a member from starting.
    init(
        _ plan: SweepPlan, in directory: SweepDirectory, registry: Registry, acceptsCodeChanges: Bool,
        readers: InputReaders
    ) throws {
        self.directory = directory
        let digests = FileDigests()
        var errors = SweepErrors()
        for member in plan.distinctMembers {
            let scenario = try plan.scenario(of: member, registry)
            let run = directory.member(member)
            let keys = KeyMaker(scenario, digests: digests)
            if Self.isFinished(scenario, in: run, keys, accept: acceptsCodeChanges) {
                finished.insert(member.folder)
                continue
            }
            let obstacles = RunObstacles(
                scenario, in: run, keys: keys, acceptsCodeChanges: acceptsCodeChanges, readers: readers
            ).find()
            errors.add(scenario.tree.explained(obstacles), of: member)
            pending.append(member)
            if errors.isFull { break }
            guard obstacles.isEmpty else { continue }
            let estimates = try Self.estimates(of: scenario, readers)
            memory.append(Self.processMemory + (estimates.map(\.memory).max() ?? 0))
            disk = estimates.reduce(disk) { $0.addingReportingOverflow($1.disk).overflow ? .max : $0 + $1.disk }
        }
        let found = errors.described
        if !found.isEmpty { throw Diagnostics(DiagnosticRenderer.sorted(found)) }
    }

    private static func isFinished(
        _ scenario: Scenario, in directory: RunDirectory, _ keys: KeyMaker, accept: Bool
    ) -> Bool {
        guard let summary = try? RunSummary(of: directory), summary.status == .ok else { return false }
        for stage in scenario.stages {
            guard case .methods(let methods, let output, _) = stage.work else { continue }
            for method in methods {
                guard summary.stages.contains(where: { $0.name == stage.name && $0.has(method.name) }) else {
                    return false
                }
                let folder = ResultFolder(path: directory.results(stage: stage.name, method: method.name))
                guard
                    let key = try? keys.key(
                        for: method, of: stage, output: output, upstream: directory.resultDigest(of:)),
                    case .reuse = folder.decide(key, accept: accept)
                else { return false }
            }
        }
        return true
    }

    private static func estimates(of scenario: Scenario, _ readers: InputReaders) throws -> [ResourceEstimate] {
        try scenario.stages.flatMap { stage -> [ResourceEstimate] in
            guard case .methods(let methods, let output, _) = stage.work else { return [] }
            return try methods.map {
                try ResourceEstimate($0, stage: stage, among: scenario.stages, output: output, readers: readers)
            }
        }
    }

    /// How many members to run at a time: as asked for, or as many as there are processors and memory for.
    ///
    /// - Throws: ``RunFailure`` where the machine can't hold what was asked for.
    func jobs(asked: Int?, processors: Int) throws -> Int {
        if let free = FreeResources.disk(beside: directory.path + "/members"), disk > free {
            throw RunFailure(
                "the \(pending.count) members still to run write up to \(NumberFormat.bytes.string(Double(disk))), and "
                    + "\(directory.path) has \(NumberFormat.bytes.string(Double(free))) free",
                help: "free some space, write fewer fields or frames (`output: { every: ... }`), or choose another "
                    + "--output")
        }
        let wanted = max(1, min(asked ?? processors, pending.count))
        guard let available = FreeResources.memory else { return wanted }
        let largest = memory.sorted(by: >)
        var fitting = 0
        var sum = 0
        while fitting < min(wanted, largest.count), sum <= available - min(available, largest[fitting]) {
            sum += largest[fitting]
            fitting += 1
        }
        // One alone was checked already; that a process takes something is no reason to refuse it.
        if asked == nil || fitting >= min(wanted, largest.count) || wanted == 1 { return max(1, min(wanted, fitting)) }
        let needed = largest.prefix(wanted).reduce(0.0) { $0 + Double($1) }
        throw RunFailure(
            "\(wanted) members at a time need about \(NumberFormat.bytes.string(needed)) of memory, and "
                + "\(NumberFormat.bytes.string(Double(available))) are available",
            help: "use --jobs \(max(1, fitting)), or leave it out")
    }
}

extension RunSummary.Stage {
    fileprivate func has(_ method: String?) -> Bool { methods.contains { $0.name == method && $0.status == .ok } }
}
