import Ansatz
import Foundation

/// The table of a `compare` stage: a row a method, a column a metric.
public struct ComparisonTable: Sendable {
    public struct Row: Sendable {
        public var method: String
        public var values: [Double?]
        /// Against the row before.
        public var order: Double?
        /// The cost less that of the method ``ComparisonTable/against``.
        public var regret: Double?
        /// The same in percent of that method's cost.
        public var regretPercent: Double?
    }

    /// The method that the others are compared with, and the metric that tells what they cost.
    public struct Against: Hashable, Sendable {
        public var method: String
        public var metric: String
    }

    /// The stage whose methods it compares.
    public var stage: String
    public var metrics: [String]
    /// In the order of the scenario.
    public var rows: [Row]
    public var order: ComparisonRequest.Order?
    public var against: Against?

    /// Names of the columns that ``against`` adds.
    static let regretColumns = ["regret", "regret_percent"]

    /// - Throws: ``RunFailure`` for a metric that no method has.
    init(_ request: ComparisonRequest, of stage: RunSummary.Stage) throws {
        self.stage = stage.name
        metrics = request.metrics
        order = request.order
        func value(_ name: String, _ method: RunSummary.Method) -> Double? {
            name == "seconds" ? method.seconds : method.metrics[name]
        }
        let known = Set(stage.methods.flatMap { Array($0.metrics.keys) } + ["seconds"]).sorted()
        for name in request.metrics + (request.order.map { [$0.of, $0.against] } ?? []) where !known.contains(name) {
            throw RunFailure(
                "stage '\(stage.name)' has no metric '\(name)'",
                help: Suggestion.help(for: name, among: known, noun: "metric"))
        }
        rows = stage.methods.map { method in
            Row(method: method.name ?? stage.name, values: request.metrics.map { value($0, method) })
        }
        if let order = request.order {
            for index in rows.indices.dropFirst() {
                guard let error = value(order.of, stage.methods[index]),
                    let size = value(order.against, stage.methods[index]),
                    let errorBefore = value(order.of, stage.methods[index - 1]),
                    let sizeBefore = value(order.against, stage.methods[index - 1])
                else { continue }
                rows[index].order = Self.observedOrder(errorBefore, sizeBefore, error, size)
            }
        }
        if let method = request.against, let metric = request.regretMetric {
            let costs = stage.methods.map { value(metric, $0) }
            addRegrets(Against(method: method, metric: metric), costs)
        }
    }

    /// p such that error ~ size^p between two results; `nil` where no order can be observed.
    static func observedOrder(_ error1: Double, _ size1: Double, _ error2: Double, _ size2: Double) -> Double? {
        guard error1 > 0, error2 > 0, size1 > 0, size2 > 0, size1 != size2 else { return nil }
        return log(error1 / error2) / log(size1 / size2)
    }

    /// Costs of methods that failed, or of the reference where it did, are missing, and so are the regrets.
    private mutating func addRegrets(_ against: Against, _ costs: [Double?]) {
        self.against = against
        guard let index = rows.firstIndex(where: { $0.method == against.method }), let least = costs[index] else {
            return
        }
        for (index, cost) in costs.enumerated() {
            guard let cost else { continue }
            rows[index].regret = cost - least
            rows[index].regretPercent = least > 0 ? 100 * (cost - least) / least : nil
        }
    }

    var json: JSONValue {
        var table: [String: JSONValue] = [
            "stage": .string(stage), "metrics": .array(metrics.map { .string($0) }),
            "rows": .array(
                rows.map { row in
                    var members: [String: JSONValue] = ["method": .string(row.method)]
                    for (name, value) in zip(metrics, row.values) { members[name] = .optional(value) }
                    if order != nil { members["observed_order"] = .optional(row.order) }
                    if against != nil {
                        members["regret"] = .optional(row.regret)
                        members["regret_percent"] = .optional(row.regretPercent)
                    }
                    return .object(members)
                }),
        ]
        if let order { table["order"] = ["of": .string(order.of), "against": .string(order.against)] }
        if let against { table["against"] = ["method": .string(against.method), "metric": .string(against.metric)] }
        return .object(table)
    }
}
