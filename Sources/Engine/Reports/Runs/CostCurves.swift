import Ansatz
import Foundation

/// What the steps of each method cost: in all so far, each, and more than a method that others are compared with.
struct CostCurves {
    let series: StageSeries
    /// What comparisons of the stage take as their reference.
    let references: [ComparisonTable.Against]

    func figures() throws -> [ReportFigure] {
        var figures: [ReportFigure] = []
        var found: [String: (unit: String, methods: [StageSeries.Method])] = [:]
        for (name, unit) in StageSeries.costs {
            let methods = try series.methods(name)
            guard let first = methods.first?.series else { continue }
            if name == "work", !wantsWork(methods, iterations: found["iterations"]?.methods ?? []) { continue }
            found[name] = (unit, methods)
            let steps = ChartAxis("step")
            figures += [
                ReportFigure(
                    CurveChart(
                        "Cumulative \(name)", x: steps, y: ChartAxis(unit),
                        series: methods.map {
                            ChartSeries($0.name, x: [0] + $0.series.ends, y: [0] + $0.series.sums, style: $0.style)
                        }
                    ).svg(), caption: "\(name.capitalized) of all steps so far: lower is cheaper."),
                ReportFigure(
                    CurveChart(
                        "\(name.capitalized) per step", x: steps, y: ChartAxis(unit),
                        series: methods.map {
                            ChartSeries($0.name, x: $0.series.ends, y: $0.series.means, style: $0.style)
                        }
                    ).svg(), caption: first.note("Means")),
            ]
        }
        var drawn: Set<ComparisonTable.Against> = []
        for reference in references {
            // Other costs, such as seconds, have no series: there, iterations tell when the difference arose.
            let named = reference.metric.hasPrefix("total_") ? String(reference.metric.dropFirst(6)) : ""
            let name = found[named] == nil ? "iterations" : named
            guard let (unit, methods) = found[name],
                drawn.insert(ComparisonTable.Against(method: reference.method, metric: name)).inserted
            else { continue }
            figures += Self.regret(of: methods, against: reference.method, unit: unit)
        }
        return figures
    }

    /// Whether curves of work say more than those of iterations: where iterations of different methods take different
    /// work, or somebody asked for it.
    private func wantsWork(_ work: [StageSeries.Method], iterations: [StageSeries.Method]) -> Bool {
        if references.contains(where: { $0.metric == "total_work" }) { return true }
        let each = work.compactMap { method -> Double? in
            guard let operations = method.series.sums.last,
                let count = iterations.first(where: { $0.name == method.name })?.series.sums.last, count > 0
            else { return nil }
            return operations / count
        }
        guard let least = each.min(), let most = each.max() else { return !work.isEmpty }
        return most > 1.01 * least
    }

    /// Two figures: what methods cost more than `reference` up to each step, and that in percent.
    private static func regret(
        of methods: [StageSeries.Method], against reference: String, unit: String
    ) -> [ReportFigure] {
        guard let base = methods.first(where: { $0.name == reference })?.series else { return [] }
        let others = methods.filter { $0.name != reference && $0.series.count == base.count }
        guard !others.isEmpty else { return [] }
        let left = methods.count - 1 - others.count
        let note = left == 0 ? "" : " Methods with another number of steps are left out."
        let regrets = others.map { other in zip(other.series.sums, base.sums).map { $0 - $1 } }
        let absolute = zip(others, regrets).map { other, regret in
            ChartSeries(other.name, x: [0] + base.ends, y: [0] + regret, style: other.style)
        }
        let relative = zip(others, regrets).map { other, regret in
            ChartSeries(
                other.name, x: base.ends, y: zip(regret, base.sums).map { 100 * $0 / $1 }, style: other.style)
        }
        let steps = ChartAxis("step")
        let figure = ReportFigure(
            CurveChart(
                "Regret against '\(reference)'", x: steps, y: ChartAxis("\(unit) more"), series: absolute,
                references: [ChartReference(reference, at: 0)]
            ).svg(),
            caption:
                "\(unit.capitalized) of all steps so far, less those of '\(reference)': lower is better, and level "
                + "where both cost the same." + note)
        guard relative.contains(where: { $0.y.contains { $0 > 0 && $0.isFinite } }) else { return [figure] }
        return [
            figure,
            ReportFigure(
                CurveChart(
                    "Percent above '\(reference)'", x: steps, y: ChartAxis("percent", scale: .log), series: relative
                ).svg(),
                caption: "The same in percent of what '\(reference)' has cost so far. Where a method was cheaper, its "
                    + "curve has a gap." + note),
        ]
    }
}
