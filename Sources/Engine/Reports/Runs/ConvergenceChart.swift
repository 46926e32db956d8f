import Ansatz

/// The chart of a convergence study: an error against a size, both logarithmic.
enum ConvergenceChart {
    /// `nil` where the comparison asks for no order, or fewer than two methods have both numbers.
    static func figure(_ comparison: ComparisonTable, _ summary: RunSummary) -> ReportFigure? {
        guard let order = comparison.order, let stage = summary.stages.first(where: { $0.name == comparison.stage })
        else { return nil }
        let points = stage.methods.compactMap { method -> (x: Double, y: Double)? in
            guard let x = method.metrics[order.against], let y = method.metrics[order.of], x > 0, y > 0 else {
                return nil
            }
            return (x, y)
        }
        guard points.count > 1 else { return nil }
        let chart = CurveChart(
            "\(order.of) against \(order.against)", x: ChartAxis(order.against, scale: .log),
            y: ChartAxis(order.of, scale: .log),
            series: [ChartSeries("", x: points.map(\.x), y: points.map(\.y), dots: true)])
        return ReportFigure(chart.svg(), caption: "On these axes, the slope is the observed order.")
    }
}
