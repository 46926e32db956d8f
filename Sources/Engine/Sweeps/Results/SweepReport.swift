import Ansatz

/// The report of a sweep: verdict, failures, curves over the parameters, and the table of members.
struct SweepReport {
    /// Rows of the table; all are in `results.csv`.
    private static let rowLimit = 500
    private static let chartLimit = 24
    /// Curves in a chart.
    private static let curveLimit = 8

    private let summary: SweepSummary
    private let columns: Columns

    init(_ summary: SweepSummary) {
        self.summary = summary
        columns = Columns(summary)
    }

    var document: ReportDocument {
        var sections: [ReportSection] = []
        let figures = figures
        if !figures.isEmpty { sections.append(ReportSection("Over the parameters", [.figures(figures)])) }
        if !summary.failures.isEmpty {
            sections.append(
                ReportSection(
                    "Failures",
                    summary.failures.prefix(50).map { member in
                        .details(
                            "\(member.member.label): \(member.error ?? "failed")",
                            [.code((member.lastLines + [member.log ?? ""]).joined(separator: "\n"))])
                    }))
        }
        var members: [ReportBlock] = [.table(SweepTable(summary).table(rows: Self.rowLimit, metrics: 12))]
        if summary.members.count > Self.rowLimit {
            members.append(.paragraph("\(summary.members.count - Self.rowLimit) more in results.csv."))
        }
        sections.append(ReportSection("Members", members))
        return ReportDocument(
            title: "\(summary.name): sweep", subtitle: subtitle, verdict: verdict, statement: statement,
            sections: sections,
            footer: "Ansatz \(AnsatzVersion.current). This page is one file: it loads nothing and runs no scripts.")
    }

    private var subtitle: String {
        "\(summary.definition.kind.rawValue) over "
            + summary.definition.axes.map { "\($0.name) (\($0.pathText))" }.joined(separator: ", ")
    }

    private var verdict: Verdict {
        switch summary.status {
        case .ok: .ok
        case .interrupted: .interrupted
        case .failed, .skipped: .failed
        }
    }

    private var statement: String {
        let all = summary.members.count
        let done = summary.members.count { $0.status == .ok }
        let failed = summary.members.count { $0.status == .failed }
        return "\(done) of \(all) members finished" + (failed > 0 ? ", \(failed) failed" : "")
    }

    /// A chart for each metric: a curve over the first numeric parameter for each setting of the others, where these are
    /// few; points for draws.
    private var figures: [ReportFigure] {
        let isDrawn = summary.definition.kind.isDrawn
        let numeric = columns.all.filter { column in
            column.numbers(column.values).map { Set($0).count > 1 } ?? false
        }
        guard let first = numeric.first else { return [] }
        var figures: [ReportFigure] = []
        for place in summary.places {
            for name in summary.metricNames(of: place) where isVaried(place, name) {
                for x in isDrawn ? numeric : [first] where figures.count < Self.chartLimit {
                    if let chart = chart(place, name, over: x, isDrawn: isDrawn) {
                        figures.append(ReportFigure(chart.svg()))
                    }
                }
            }
        }
        return figures
    }

    private func isVaried(_ place: String, _ name: String) -> Bool {
        Set(summary.members.compactMap { $0.metrics[place]?[name] }.filter(\.isFinite)).count > 1
    }

    private func chart(_ place: String, _ name: String, over x: Columns.Column, isDrawn: Bool) -> CurveChart? {
        guard let abscissas = x.numbers(x.values) else { return nil }
        let others = isDrawn ? [] : columns.all.filter { $0.index != x.index }
        var order: [String] = []
        var curves: [String: [(x: Double, y: Double)]] = [:]
        for (member, abscissa) in zip(summary.members, abscissas) {
            let curve = others.map { "\($0.name) = \(SweepMember.shown(member.member.values[$0.index]))" }
                .joined(separator: ", ")
            if curves[curve] == nil { order.append(curve) }
            curves[curve, default: []].append((abscissa, member.metrics[place]?[name] ?? .nan))
        }
        guard order.count <= Self.curveLimit else { return nil }
        let ordinates = curves.values.flatMap { $0.map(\.y) }
        return CurveChart(
            "\(place) \(name)", x: ChartAxis(x.name, scale: Self.scale(abscissas)),
            y: ChartAxis(name, scale: Self.scale(ordinates)),
            series: order.map { curve in
                let points = (curves[curve] ?? []).sorted { $0.x < $1.x }
                return ChartSeries(
                    curve, x: points.map(\.x), y: points.map(\.y), line: isDrawn ? ChartSeries.Line.none : nil,
                    dots: true)
            })
    }

    /// Logarithmic where the numbers are positive and span more than a factor of thirty.
    private static func scale(_ values: [Double]) -> ChartAxis.Scale {
        let finite = values.filter(\.isFinite)
        guard let least = finite.min(), let greatest = finite.max(), least > 0 else { return .linear }
        return greatest / least > 30 ? .log : .linear
    }
}
