/// An axis of a figure: what it shows, in which unit, and how values become positions.
public struct ChartAxis: Hashable, Sendable {
    public enum Scale: String, Hashable, Sendable { case linear, log }

    public var label: String
    /// Shown in parentheses after the label.
    public var unit: String?
    public var scale: Scale
    /// Shows exactly this range. Otherwise the data's, with a little room. Ignored where it can't be shown: on a
    /// logarithmic axis both ends have to be positive.
    public var limits: ClosedRange<Double>?
    /// Ticks in place of those at round numbers: for categories.
    public var ticks: AxisTicks?

    public init(
        _ label: String = "", unit: String? = nil, scale: Scale = .linear, limits: ClosedRange<Double>? = nil,
        ticks: AxisTicks? = nil
    ) {
        self.label = label
        self.unit = unit
        self.scale = scale
        self.limits = limits
        self.ticks = ticks
    }

    var caption: String { [label, unit.map { "(\($0))" } ?? ""].filter { !$0.isEmpty }.joined(separator: " ") }
}
