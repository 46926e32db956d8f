import Ansatz

/// The members of a sweep as a table: for terminals, reports and other programs.
public struct SweepTable {
    private let summary: SweepSummary
    private let columns: Columns

    public init(_ summary: SweepSummary) {
        self.summary = summary
        columns = Columns(summary)
    }

    /// For people: parameters, status, and the metrics that matter most.
    ///
    /// - Parameters:
    ///   - rows: how many members at most.
    ///   - metrics: how many columns of metrics at most.
    public func table(rows: Int, metrics: Int) -> TextTable {
        let chosen = Array(chosenMetrics.prefix(metrics))
        let isSinglePlace = Set(chosen.map(\.place)).count == 1
        let header =
            columns.all.map { column in
                column.numbers(column.values) == nil ? TableColumn(column.name) : TableColumn.number(column.name)
            } + [TableColumn("status")]
            + chosen.map { metric in
                let title = isSinglePlace ? metric.name : "\(metric.place) \(metric.name)"
                return TableColumn.number(title, ComparisonTable.format(metric.name))
            }
        return TextTable(
            header,
            rows: summary.members.prefix(rows).map { member in
                columns.all.map { .text(SweepMember.shown(member.member.values[$0.index])) }
                    + [.text(member.status.rawValue)]
                    + chosen.map { metric in
                        .optional(
                            metric.name == "seconds"
                                ? member.times[metric.place] : member.metrics[metric.place]?[metric.name])
                    }
            })
    }

    /// Those that a comparison in the scenario names; else what every method has.
    private var chosenMetrics: [(place: String, name: String)] {
        let compared = summary.members.lazy.compactMap(\.run).first?.stages.compactMap(\.comparison) ?? []
        var metrics: [(place: String, name: String)] = []
        for place in summary.places {
            let stage = place.prefix { $0 != "." }
            let names =
                compared.first { $0.stage == stage }?.metrics
                ?? ["total_iterations", "worst_residual", "error_l2", "seconds"]
            let known = Set(summary.metricNames(of: place) + ["seconds"])
            metrics += names.filter(known.contains).map { (place, $0) }
        }
        return metrics
    }

    /// All of it, for other programs: comma-separated values (RFC 4180), numbers in full.
    var commaSeparated: String {
        let metrics = summary.places.flatMap { place in summary.metricNames(of: place).map { (place, $0) } }
        var lines = [
            ["member"] + columns.all.map(\.name) + ["status"] + metrics.map { "\($0).\($1)" }
                + summary.places.map { "\($0).seconds" } + ["folder", "error"]
        ]
        for member in summary.members {
            var line = ["\(member.member.number)"]
            line += columns.all.map { column in
                let value = member.member.values[column.index]
                return SweepValues.number(value).map(Self.number) ?? column.texts([value])[0]
            }
            line.append(member.status.rawValue)
            line += metrics.map { place, name in Self.number(member.metrics[place]?[name]) }
            line += summary.places.map { Self.number(member.times[$0]) }
            line += ["members/\(member.member.folder)", member.error ?? ""]
            lines.append(line)
        }
        return lines.map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func number(_ value: Double?) -> String {
        guard let value else { return "" }
        return value.isFinite ? CanonicalJSON.text(.number(value)) : "\(value)"
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
