extension ComparisonTable {
    /// The table for a terminal or a report: methods in the scenario's order, the best of each cost and error marked.
    ///
    /// - Parameter title: what the caption begins with.
    public func table(titled title: String? = nil) -> TextTable {
        var columns = [TableColumn("method")] + metrics.map { TableColumn.number($0, Self.format($0)) }
        if order != nil { columns.append(.number("observed order", .decimals(2))) }
        if let against {
            columns.append(.number(Self.regretColumns[0], Self.format(against.metric)))
            columns.append(.number(Self.regretColumns[1], .decimals(1)))
        }
        let best = metrics.indices.map(best)
        let cells = rows.map { row -> [TableCell] in
            var cells: [TableCell] = [.text(row.method)]
            cells += zip(row.values, best).map { value, best in
                value.map { $0 == best ? .best($0) : .number($0) } ?? .missing
            }
            if order != nil { cells.append(.optional(row.order)) }
            if against != nil { cells += [.optional(row.regret), .optional(row.regretPercent)] }
            return cells
        }
        let note = against.map { "regret: \($0.metric) more than '\($0.method)'" }
        let caption = [title, note].compactMap { $0 }.joined(separator: "; ")
        return TextTable(columns, rows: cells, caption: caption.isEmpty ? nil : caption)
    }

    /// The least value of a column of which less is better; `nil` where no method is better than another.
    private func best(_ column: Int) -> Double? {
        guard Self.isCost(metrics[column]) || Self.isError(metrics[column]) else { return nil }
        let values = rows.compactMap { $0.values[column] }.filter(\.isFinite)
        guard let least = values.min(), let most = values.max(), least < most else { return nil }
        return least
    }

    /// Whether a metric says what a result cost.
    static func isCost(_ metric: String) -> Bool {
        metric == "seconds" || metric.hasPrefix("seconds_per_") || metric.hasPrefix("total_")
    }

    private static func isError(_ metric: String) -> Bool {
        metric.hasPrefix("error_") || metric.hasSuffix("_error")
            || ["relative_l2", "h1", "mse"].contains { metric == $0 || metric.hasPrefix($0 + "_") }
    }

    /// How a metric is written: counts as integers, times as times, counted operations with three digits, the rest in scientific notation.
    static func format(_ metric: String) -> NumberFormat {
        if metric == "seconds" || metric.contains("seconds_per_sample") { return .duration }
        if ["epochs", "best_epoch", "stopped_early", "parameters"].contains(metric) { return .integer }
        if metric.hasSuffix("_per_second") { return .significant(3) }
        let counted = ["step", "sample", "instance"].flatMap { ["\($0)s", "worst_\($0)"] }
        if metric.hasSuffix("iterations") || counted.contains(metric) {
            return .integer
        }
        // Counted operations, and how many more: zero is plain.
        if metric.hasPrefix("total_") { return .significant(3) }
        return .scientific(3)
    }
}
