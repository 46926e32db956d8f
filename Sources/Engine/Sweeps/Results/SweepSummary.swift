public import Ansatz

/// How a sweep ended: what its `summary.json` holds, and what results, tables and the report are made from.
public struct SweepSummary: Sendable {
    public struct Member: Sendable {
        public var member: SweepMember
        /// `skipped` where it was not started.
        public var status: ResultStatus
        public var action: RunAction?
        /// Wall-clock time of its process in this session.
        public var seconds: Double?
        /// Why it failed.
        public var error: String?
        /// The end of what its process printed, where it failed.
        public var lastLines: [String] = []
        /// Relative to the sweep's folder.
        public var log: String?
        /// `nil` where its process ended without one.
        public var run: RunSummary?

        init(_ member: SweepMember, status: ResultStatus) {
            self.member = member
            self.status = status
        }

        /// Numbers of each `stage` or `stage.method` that has a result.
        var metrics: [String: [String: Double]] { results.mapValues(\.metrics) }

        /// Wall-clock time of each result, all sessions added.
        var times: [String: Double] { results.compactMapValues(\.seconds) }

        private var results: [String: RunSummary.Method] {
            var results: [String: RunSummary.Method] = [:]
            for stage in run?.stages ?? [] {
                for method in stage.methods where method.status == .ok {
                    results[StageReference.path(stage: stage.name, method: method.name)] = method
                }
            }
            return results
        }
    }

    public let name: String
    public let directory: SweepDirectory
    public let definition: SweepDefinition
    /// In the order of results. Members that are equal have equal outcomes.
    public let members: [Member]
    /// `stage` or `stage.method` of every result, in the order of the scenario.
    let places: [String]

    init(_ plan: SweepPlan, _ directory: SweepDirectory, _ outcomes: [String: Member]) {
        name = plan.base.name
        self.directory = directory
        definition = plan.definition
        let members = plan.members.map { member in
            var outcome = outcomes[member.folder] ?? Member(member, status: .skipped)
            outcome.member = member
            return outcome
        }
        self.members = members
        var places = plan.base.stages.flatMap { stage in
            stage.methods.map { StageReference.path(stage: stage.name, method: $0.name) }
        }
        // A sweep over whole stages may have others.
        let found = Set(members.flatMap(\.metrics.keys))
        places += found.subtracting(places).sorted()
        self.places = places
    }

    public var status: ResultStatus {
        if members.contains(where: { $0.status == .skipped }) { return .interrupted }
        if members.contains(where: { $0.status == .failed }) { return .failed }
        return members.contains { $0.status == .interrupted } ? .interrupted : .ok
    }

    /// The process's exit code.
    public var exitCode: Int32 {
        switch status {
        case .ok: 0
        case .failed, .skipped: 4
        case .interrupted: Interruption.exitCode
        }
    }

    /// Members that failed, each folder once.
    public var failures: [Member] {
        var seen: Set<String> = []
        return members.filter { $0.status == .failed && seen.insert($0.member.folder).inserted }
    }

    /// The names of metrics of a place, in order.
    func metricNames(of place: String) -> [String] {
        Set(members.flatMap { $0.metrics[place].map { Array($0.keys) } ?? [] }).sorted()
    }

    public var json: JSONValue {
        func count(_ status: ResultStatus) -> JSONValue { .integer(members.count { $0.status == status }) }
        return [
            "name": .string(name), "status": .string(status.rawValue), "kind": .string(definition.kind.rawValue),
            "axes": .array(definition.axes.map { ["name": .string($0.name), "path": .string($0.pathText)] }),
            "counts": [
                "members": .integer(members.count), "ok": count(.ok), "failed": count(.failed),
                "interrupted": count(.interrupted), "skipped": count(.skipped),
                "reused": .integer(members.count { $0.action == .reuse }),
            ],
            "members": .array(members.map { $0.json(definition.axes) }), "results": "results.h5",
            "table": "results.csv",
        ]
    }
}

extension SweepSummary.Member {
    fileprivate func json(_ axes: [SweepAxis]) -> JSONValue {
        var object: [String: JSONValue] = [
            "folder": .string("members/\(member.folder)"), "status": .string(status.rawValue),
            "values": .object(
                Dictionary(zip(axes, member.values).map { ($0.name, SweepValues.meaning($1)) }) { first, _ in first }),
            "action": action.map { .string($0.rawValue) } ?? .null, "seconds": .optional(seconds),
            "metrics": .object(metrics.mapValues { .object($0.mapValues { .number($0) }) }),
            "times": .object(times.mapValues { .number($0) }),
        ]
        if let error { object["error"] = .string(error) }
        if let log { object["log"] = .string(log) }
        if !lastLines.isEmpty { object["last_lines"] = .array(lastLines.map { .string($0) }) }
        return .object(object)
    }
}

extension SweepPlan {
    /// What was asked for, and what it comes to: `sweep.json`. The same for the same scenario and sweep.
    var json: JSONValue {
        var object: [String: JSONValue] = [
            "name": .string(base.name), "kind": .string(definition.kind.rawValue),
            "axes": .array(
                definition.axes.map { axis in
                    ["name": .string(axis.name), "path": .string(axis.pathText), "values": axis.json]
                }),
            "set": .array(base.tree.overrides.map { .string($0) }),
            "members": .array(
                members.map { member in
                    [
                        "folder": .string("members/\(member.folder)"),
                        "set": .array(member.overrideTexts(definition.axes).map { .string($0) }),
                    ]
                }),
        ]
        if let samples = definition.samples {
            object["samples"] = .integer(samples)
            object["seed"] = .string(String(definition.seed))
        }
        return .object(object)
    }
}

extension SweepAxis {
    fileprivate var json: JSONValue {
        switch source {
        case .values(let values): .array(values.map(SweepValues.meaning))
        case .range(let range):
            [
                "from": .number(range.from), "to": .number(range.to),
                "count": range.count.map { .integer($0) } ?? .null,
                "scale": range.isLogarithmic ? "log" : "linear",
            ]
        }
    }
}
