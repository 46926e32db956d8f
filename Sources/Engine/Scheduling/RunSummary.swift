public import Ansatz
import Foundation

/// How a run ended: what `summary.json` holds, and what tables and the report are made from.
public struct RunSummary: Sendable {
    public struct Method: Sendable {
        /// `nil` for the only method of a stage without names.
        public var name: String?
        public var status: ResultStatus
        public var action: RunAction?
        public var reason: String
        /// Wall-clock time that the result took, all sessions added.
        public var seconds: Double?
        /// When this session came to it, in seconds after the run's start, and for how long.
        public var start: Double?
        public var elapsed: Double?
        public var metrics: [String: Double] = [:]
        public var certificate: Certificate?
        public var usesFallback = false
        public var error: String?
        public var help: String?
        /// The folder of the result, relative to the run directory.
        public var folder: String?
    }

    public struct Stage: Sendable {
        public var name: String
        public var verb: StageVerb
        public var status: ResultStatus
        public var seconds: Double?
        /// When this session came to it, in seconds after the run's start.
        public var start: Double?
        public var methods: [Method] = []
        public var comparison: ComparisonTable?
        public var error: String?
        public var help: String?
    }

    public var name: String
    public var directory: String
    public var status: ResultStatus
    /// When this session began, in ISO 8601.
    public var started: String?
    public var stages: [Stage] = []
    public var warnings: [String] = []

    /// The process's exit code.
    public var exitCode: Int32 {
        switch status {
        case .ok: 0
        case .failed, .skipped: 4
        case .interrupted: Interruption.exitCode
        }
    }

    public var json: JSONValue {
        [
            "name": .string(name), "status": .string(status.rawValue),
            "warnings": .array(warnings.map { .string($0) }),
            "stages": .object(Dictionary(stages.map { ($0.name, $0.json) }) { first, _ in first }),
            "order": .array(stages.map { .string($0.name) }), "started": started.map { .string($0) } ?? .null,
        ]
    }
}

extension RunSummary.Stage {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "verb": .string(verb.rawValue), "status": .string(status.rawValue), "seconds": .optional(seconds),
            "start": .optional(start),
        ]
        if let error { members["error"] = .string(error) }
        if let help { members["help"] = .string(help) }
        if let comparison { members["table"] = comparison.json }
        if methods.count == 1, methods[0].name == nil, case .object(let only) = methods[0].json {
            members.merge(only) { _, method in method }
        } else if !methods.isEmpty {
            members["methods"] = .object(
                Dictionary(methods.map { ($0.name ?? "", $0.json) }) { first, _ in first })
            members["order"] = .array(methods.map { .string($0.name ?? "") })
        }
        return .object(members)
    }
}

extension RunSummary.Method {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "status": .string(status.rawValue), "action": action.map { .string($0.rawValue) } ?? .null,
            "reason": .string(reason), "seconds": .optional(seconds), "start": .optional(start),
            "elapsed": .optional(elapsed),
            "metrics": .object(metrics.mapValues { .number($0) }), "fallback_used": .bool(usesFallback),
        ]
        if let certificate { members["certificate"] = certificate.json }
        if let error { members["error"] = .string(error) }
        if let help { members["help"] = .string(help) }
        if let folder { members["folder"] = .string(folder) }
        return .object(members)
    }
}

extension JSONValue {
    static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
}

extension RunSummary {
    /// A table for each comparison, or of all methods where the scenario has none.
    public var tables: [TextTable] {
        let comparisons = stages.compactMap { stage in stage.comparison?.table(titled: stage.name) }
        return comparisons.isEmpty ? stages.filter { !$0.methods.isEmpty }.map(\.table) : comparisons
    }
}

extension RunSummary.Stage {
    /// The metrics that tell most of a verb's results.
    private static func shown(_ verb: StageVerb) -> [String] {
        switch verb {
        case .train: ["training_loss", "validation_error", "epochs", "parameters", "samples_per_second"]
        case .evaluate:
            [
                "relative_l2", "relative_l2_max", "mean_predictor", "parameters", "seconds_per_sample",
                "relative_energy_error_bound", "solver_error", "solver_seconds_per_sample",
            ]
        default: ["total_iterations", "worst_residual"]
        }
    }

    /// A row a method, with the metrics that every stage of the verb has.
    public var table: TextTable {
        let names = Self.shown(verb).filter { name in
            methods.contains { $0.metrics[name] != nil }
        }
        return TextTable(
            [TableColumn("method"), TableColumn("status")] + names.map { .number($0, ComparisonTable.format($0)) }
                + [.number("seconds", .duration)],
            rows: methods.map { method in
                [.text(method.name ?? name), .text(method.status.rawValue)]
                    + names.map { .optional(method.metrics[$0]) } + [.optional(method.seconds)]
            }, caption: name)
    }
}
