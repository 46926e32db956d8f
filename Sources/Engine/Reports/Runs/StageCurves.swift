import Ansatz

/// The curves of a stage, all methods in one chart: costs, residuals and tuned options over the steps, probes over time.
struct StageCurves {
    private let results: StageResults
    private let references: [ComparisonTable.Against]

    /// - Parameter references: the methods that comparisons of this stage compare others with.
    init(_ results: StageResults, against references: [ComparisonTable.Against]) {
        self.results = results
        self.references = references
    }

    private static let probeLimit = 6

    var blocks: [ReportBlock] {
        let series = StageSeries(results)
        var figures: [ReportFigure] = []
        results.attempt("costs over the steps can't be drawn") {
            figures += try CostCurves(series: series, references: references).figures()
        }
        results.attempt("'residual' over the steps can't be drawn") { figures += try residuals(series) }
        for name in series.choices {
            let choice = ChoiceCurves(series: series, name: name)
            results.attempt("'\(name)' over the steps can't be drawn") { figures += try choice.overSteps() }
            results.attempt("'\(name)' over the context can't be drawn") { figures += try choice.overContexts() }
        }
        results.attempt("the residuals of iterations can't be drawn") { figures += try iterations() }
        results.attempt("the probes can't be drawn") { figures += try probes() }
        return figures.isEmpty ? [] : [.figures(figures)]
    }

    private func residuals(_ series: StageSeries) throws -> [ReportFigure] {
        let methods = try series.methods("residual")
        guard let first = methods.first?.series else { return [] }
        let chart = CurveChart(
            "Residual per step", x: ChartAxis("step"), y: ChartAxis("relative residual", scale: .log),
            series: methods.map { ChartSeries($0.name, x: $0.series.ends, y: $0.series.largest, style: $0.style) },
            references: limit.map { [ChartReference("accepted", at: $0)] } ?? [])
        return [
            ReportFigure(
                chart.svg(),
                caption: first.note("Largest") + (first.window == 1 ? "" : " ") + "Recomputed by the problem.")
        ]
    }

    /// How the residual of one solve fell.
    private func iterations() throws -> [ReportFigure] {
        let curves = try results.sources.enumerated().compactMap { style, source -> ChartSeries? in
            guard
                let variable = source.variables.first(where: {
                    $0.name == "iteration_residual" && $0.dimensions == ["iteration"]
                }), let count = variable.shape.first, count <= 1 << 20
            else { return nil }
            let residuals = try source.reader.read(variable.name).doubles.elements
            return ChartSeries(source.name, x: (0..<count).map(Double.init), y: residuals, style: style)
        }
        guard !curves.isEmpty else { return [] }
        let chart = CurveChart(
            "Residual per iteration", x: ChartAxis("iteration"), y: ChartAxis("relative residual", scale: .log),
            series: curves)
        return [
            ReportFigure(
                chart.svg(),
                caption: "By each solver's own account. What an iteration costs differs: see total_work and seconds.")
        ]
    }

    /// The residual that certificates accept, where all methods have the same.
    private var limit: Double? {
        let limits = Set(
            results.sources.flatMap { $0.summary.certificate?.checks ?? [] }.filter { $0.name == "worst_residual" }
                .map(\.limit))
        return limits.count == 1 ? limits.first : nil
    }

    private func probes() throws -> [ReportFigure] {
        var names: [String] = []
        for name in results.sources.flatMap(\.variables).filter({ $0.dimensions.last == "probe" && $0.shape.count == 2 }
        )
        .map(\.name) where !names.contains(name) {
            names.append(name)
        }
        var figures: [ReportFigure] = []
        for name in names {
            var charts: [Int: CurveChart] = [:]
            for (style, source) in results.sources.enumerated() {
                guard let variable = source.variables.first(where: { $0.name == name }), variable.shape.count == 2,
                    variable.shape[0] > 1, variable.shape[0] <= 1 << 20
                else { continue }
                let field = try source.reader.read(name)
                let (times, values, count) = (field.axes[0], field.doubles.elements, variable.shape[1])
                for probe in 0..<min(count, Self.probeLimit) {
                    let curve = ChartSeries(
                        source.name, x: times.values,
                        y: stride(from: probe, to: values.count, by: count).map { values[$0] },
                        style: style)
                    let quantity = name.hasSuffix("_probe") ? String(name.dropLast(6)) : name
                    charts[
                        probe,
                        default: CurveChart(
                            "\(quantity) at \(place(of: probe, in: source))",
                            x: ChartAxis(times.longName.isEmpty ? times.name : times.longName, unit: shown(times.unit)),
                            y: ChartAxis(quantity, unit: shown(field.unit)), series: [])
                    ].series.append(curve)
                }
            }
            // One alone has the page's width, where details in time are easier to see.
            figures += charts.sorted { $0.key < $1.key }.map { _, chart in
                var chart = chart
                if charts.count == 1 { (chart.width, chart.plotHeight) = (1060, 240) }
                return ReportFigure(chart.svg(), isWide: charts.count == 1)
            }
        }
        return figures
    }

    /// The coordinates of a probe: `(0.5, 0.5)`.
    private func place(of probe: Int, in source: StageResults.Source) -> String {
        let coordinates = source.variables.filter { $0.dimensions == ["probe"] && $0.name.hasPrefix("probe_") }
            .compactMap {
                variable -> Double? in
                let values = try? source.reader.read(variable.name).doubles.elements
                return values.flatMap { $0.indices.contains(probe) ? $0[probe] : nil }
            }
        if coordinates.isEmpty { return "probe \(probe + 1)" }
        return "(" + coordinates.map(FieldPlane.shortest).joined(separator: ", ") + ")"
    }

    private func shown(_ unit: String) -> String? { unit == "1" || unit.isEmpty ? nil : unit }
}
