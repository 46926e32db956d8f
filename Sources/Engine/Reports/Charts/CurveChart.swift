/// Curves over one pair of axes.
///
/// ```swift
/// let chart = CurveChart(
///     "Convergence", x: ChartAxis("iteration"), y: ChartAxis("relative residual", scale: .log),
///     series: [ChartSeries("multigrid", x: iterations, y: residuals)])
/// try chart.svg().text.write(toFile: "convergence.svg", atomically: true, encoding: .utf8)
/// ```
public struct CurveChart: Hashable, Sendable {
    public var title: String
    public var x: ChartAxis
    public var y: ChartAxis
    public var series: [ChartSeries]
    public var references: [ChartReference]
    /// Makes a unit as long up as it is across, by widening one of the ranges: for orbits. Linear axes only.
    public var equalUnits: Bool
    /// Of the whole figure, in pixels; at least 240.
    public var width: Double
    /// Of the area that the curves are drawn in, in pixels; at least 80. Title, legend and labels come on top.
    public var plotHeight: Double

    public init(
        _ title: String = "", x: ChartAxis = ChartAxis(), y: ChartAxis = ChartAxis(), series: [ChartSeries],
        references: [ChartReference] = [], equalUnits: Bool = false, width: Double = 520, plotHeight: Double = 270
    ) {
        self.title = title
        self.x = x
        self.y = y
        self.series = series
        self.references = references
        self.equalUnits = equalUnits
        self.width = width
        self.plotHeight = plotHeight
    }
}
