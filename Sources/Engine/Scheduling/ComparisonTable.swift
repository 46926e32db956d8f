import Ansatz
import Foundation

/// The table of a `compare` stage: a row a method, a column a metric.
public struct ComparisonTable: Sendable {
    public struct Row: Sendable {
        public var method: String
        public var values: [Double?]
        /// Against the row before.
        public var order: Double?
    }

    /// The stage whose methods it compares.
    public var stage: String
    public var metrics: [String]
    public var rows: [Row]
    public var order: ComparisonRequest.Order?

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
            Row(
                method: method.name ?? stage.name, values: request.metrics.map { value($0, method) }, order: nil)
        }
        guard let order = request.order else { return }
        for index in rows.indices.dropFirst() {
            guard let error = value(order.of, stage.methods[index]),
                let size = value(order.against, stage.methods[index]),
                let errorBefore = value(order.of, stage.methods[index - 1]),
                let sizeBefore = value(order.against, stage.methods[index - 1])
            else { continue }
            rows[index].order = Self.observedOrder(errorBefore, sizeBefore, error, size)
        }
    }

    /// p such that error ~ size^p between two results; `nil` where no order can be observed.
    static func observedOrder(_ error1: Double, _ size1: Double, _ error2: Double, _ size2: Double) -> Double? {
        guard error1 > 0, error2 > 0, size1 > 0, size2 > 0, size1 != size2 else { return nil }
        return log(error1 / error2) / log(size1 / size2)
    }

    /// The table for a terminal or a report.
    public var table: TextTable {
        var columns = [TableColumn("method")] + metrics.map { TableColumn.number($0, Self.format($0)) }
        if order != nil { columns.append(.number("observed order", .decimals(2))) }
        return TextTable(
            columns,
            rows: rows.map { row in
                [.text(row.method)] + row.values.map { .optional($0) } + (order == nil ? [] : [.optional(row.order)])
            })
    }

    /// How a metric is written: counts as integers, times as times, the rest in scientific notation.
    static func format(_ metric: String) -> NumberFormat {
        if metric == "seconds" { return .duration }
        let counted = ["step", "sample", "instance"].flatMap { ["\($0)s", "worst_\($0)"] }
        if metric.hasSuffix("iterations") || counted.contains(metric) { return .integer }
        return .scientific(3)
    }

    var json: JSONValue {
        var table: [String: JSONValue] = [
            "stage": .string(stage), "metrics": .array(metrics.map { .string($0) }),
            "rows": .array(
                rows.map { row in
                    var members: [String: JSONValue] = ["method": .string(row.method)]
                    for (name, value) in zip(metrics, row.values) { members[name] = .optional(value) }
                    if order != nil { members["observed_order"] = .optional(row.order) }
                    return .object(members)
                }),
        ]
        if let order { table["order"] = ["of": .string(order.of), "against": .string(order.against)] }
        return .object(table)
    }
}
