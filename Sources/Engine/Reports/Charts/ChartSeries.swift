/// One curve of a chart. Values that are not finite, or not positive on a logarithmic axis, are gaps in it.
public struct ChartSeries: Hashable, Sendable {
    public enum Line: String, Hashable, Sendable, CaseIterable {
        case solid, dashed, dotted, dashDotted
        /// Points without a line.
        case none
    }

    /// Shown in the legend; a chart whose series all have empty names has none.
    public var name: String
    public var x: [Double]
    public var y: [Double]
    /// `nil` leaves it to the chart: solid, until there are more series than colours.
    public var line: Line?
    /// Whether each point is drawn as a dot. Points without neighbours always are.
    public var dots: Bool
    /// Which of the automatic colours, lines and shapes it has, so that it looks the same in several charts; `nil` is
    /// its place in the chart.
    public var style: Int?

    /// - Parameters:
    ///   - x: Abscissas, in the order in which the points are to be joined.
    ///   - y: Ordinates. If the two differ in length, the longer one's surplus is not shown.
    public init(
        _ name: String, x: [Double], y: [Double], line: Line? = nil, dots: Bool = false, style: Int? = nil
    ) {
        self.name = name
        self.x = x
        self.y = y
        self.line = line
        self.dots = dots
        self.style = style
    }
}
