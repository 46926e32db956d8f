import Ansatz

/// The curves of a stage, all methods in one chart: iterations, residuals and tuned options over the steps, probes over
/// time.
struct StageCurves {
    private let results: StageResults

    init(_ results: StageResults) { self.results = results }

    private static let prefix = "step_"
    private static let probeLimit = 6

    var blocks: [ReportBlock] {
        var figures: [ReportFigure] = []
        for name in seriesNames {
            results.attempt("'\(name)' over the steps can't be drawn") { figures += try overSteps(name) }
        }
        results.attempt("the probes can't be drawn") { figures += try probes() }
        return figures.isEmpty ? [] : [.figures(figures)]
    }

    /// Iterations and residual first, then tuned options.
    private var seriesNames: [String] {
        let all = results.sources.flatMap(\.variables).filter { $0.dimensions == ["step"] && !$0.isCoordinate }
            .map(\.name).filter { $0.hasPrefix(Self.prefix) }.map { String($0.dropFirst(Self.prefix.count)) }
        let known = ["iterations", "residual"]
        return known.filter(all.contains) + Set(all).subtracting(known).sorted()
    }

    private func overSteps(_ name: String) throws -> [ReportFigure] {
        var series: [(method: String, series: StepSeries)] = []
        for source in results.sources {
            guard let variable = source.variables.first(where: { $0.name == Self.prefix + name }) else { continue }
            series.append((source.name, try StepSeries(variable, from: source.reader)))
        }
        guard let first = series.first?.series else { return [] }
        let steps = ChartAxis("step")
        switch name {
        case "iterations":
            return [
                ReportFigure(
                    CurveChart(
                        "Cumulative iterations", x: steps, y: ChartAxis("iterations"),
                        series: series.map { ChartSeries($0.method, x: [0] + $0.series.ends, y: [0] + $0.series.sums) }
                    ).svg(), caption: "Iterations of all steps so far: lower is cheaper."),
                ReportFigure(
                    CurveChart(
                        "Iterations per step", x: steps, y: ChartAxis("iterations"),
                        series: series.map { ChartSeries($0.method, x: $0.series.ends, y: $0.series.means) }
                    ).svg(), caption: first.note("Means")),
            ]
        case "residual":
            return [
                ReportFigure(
                    CurveChart(
                        "Residual per step", x: steps, y: ChartAxis("relative residual", scale: .log),
                        series: series.map { ChartSeries($0.method, x: $0.series.ends, y: $0.series.largest) },
                        references: limit.map { [ChartReference("accepted", at: $0)] } ?? []
                    ).svg(),
                    caption: first.note("Largest") + (first.window == 1 ? "" : " ") + "Recomputed by the problem.")
            ]
        default:
            // One value a window as it was chosen: means would hide how widely it varies.
            let chosen = series.map {
                ChartSeries($0.method, x: $0.series.ends, y: $0.series.firsts, line: ChartSeries.Line.none)
            }
            let caption = first.window == 1 ? "As chosen in each step." : "As chosen in every \(first.window)th step."
            return [
                ReportFigure(
                    CurveChart("Tuned: \(name)", x: steps, y: ChartAxis(name), series: chosen).svg(), caption: caption)
            ]
        }
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
            for source in results.sources {
                guard let variable = source.variables.first(where: { $0.name == name }), variable.shape.count == 2,
                    variable.shape[0] > 1, variable.shape[0] <= 1 << 20
                else { continue }
                let field = try source.reader.read(name)
                let (times, values, count) = (field.axes[0], field.doubles.elements, variable.shape[1])
                for probe in 0..<min(count, Self.probeLimit) {
                    let curve = ChartSeries(
                        source.name, x: times.values,
                        y: stride(from: probe, to: values.count, by: count).map { values[$0] })
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
