/// The rectangle inside a figure that data are drawn in, with its axes, ticks and grid.
struct PlotFrame {
    var left: Double
    var top: Double
    var width: Double
    var height: Double
    var horizontal: PlotScale
    var vertical: PlotScale
    var ticksX: AxisTicks
    var ticksY: AxisTicks

    static let labelSize = 11.5

    var right: Double { left + width }
    var bottom: Double { top + height }

    /// - Parameters:
    ///   - top: Room taken above, in pixels.
    ///   - right: Room taken on the right.
    init(
        x: ChartAxis, y: ChartAxis, horizontal: PlotScale, vertical: PlotScale, left: Double = 14, top: Double,
        right: Double = 20, figureWidth: Double, plotHeight: Double
    ) {
        self.horizontal = horizontal
        self.vertical = vertical
        ticksY = y.ticks ?? Self.ticks(vertical, count: max(2, Int(plotHeight / 52)))
        // Up the page is where a note on the labels of the vertical axis has its place.
        self.top = top + (ticksY.note.isEmpty ? 0 : 18)
        height = plotHeight
        let labels = ticksY.labels.map { Markup.textWidth($0, size: Self.labelSize) }.max() ?? 0
        self.left = left + (y.caption.isEmpty ? 0 : 20) + labels + 8
        width = max(40, figureWidth - self.left - right)

        var count = max(2, Int(width / 80))
        ticksX = x.ticks ?? Self.ticks(horizontal, count: count)
        while x.ticks == nil, count > 2,
            ticksX.labels.reduce(0, { $0 + Markup.textWidth($1, size: Self.labelSize) + 14 }) > width
        {
            count -= 1
            ticksX = Self.ticks(horizontal, count: count)
        }
    }

    private static func ticks(_ scale: PlotScale, count: Int) -> AxisTicks {
        scale.isLog
            ? .logarithmic(from: scale.lower, to: scale.upper, count: count)
            : .linear(from: scale.lower, to: scale.upper, count: count)
    }

    /// The place of a value in pixels from the left edge of the figure.
    func x(_ value: Double) -> Double? { horizontal.fraction(value).map { left + $0 * width } }

    /// The place of a value in pixels from the upper edge of the figure.
    func y(_ value: Double) -> Double? { vertical.fraction(value).map { bottom - $0 * height } }

    /// Grid lines, one path for all minor ones and one for each tick.
    var grid: String {
        var text = ""
        let minor =
            ticksX.minor.compactMap(x).map {
                "M\(Markup.coordinate($0)) \(Markup.coordinate(top))v\(Markup.coordinate(height))"
            }
            + ticksY.minor.compactMap(y).map {
                "M\(Markup.coordinate(left)) \(Markup.coordinate($0))h\(Markup.coordinate(width))"
            }
        if !minor.isEmpty {
            text += "<path class=\"grid\" stroke=\"\(FigureStyle.grid)\" opacity=\"0.5\" d=\"\(minor.joined())\"/>\n"
        }
        for place in ticksX.values.compactMap(x) {
            text += FigureStyle.line("grid", from: (place, top), to: (place, bottom))
        }
        for place in ticksY.values.compactMap(y) {
            text += FigureStyle.line("grid", from: (left, place), to: (right, place))
        }
        return text
    }

    /// The sides without an axis.
    var outline: String {
        FigureStyle.line("axis", from: (left, top), to: (right, top))
            + FigureStyle.line("axis", from: (right, top), to: (right, bottom))
    }

    /// The axes with tick marks, labels and captions.
    func axes(x axisX: ChartAxis, y axisY: ChartAxis) -> String {
        var text = FigureStyle.line("axis", from: (left, bottom), to: (right, bottom))
        text += FigureStyle.line("axis", from: (left, top), to: (left, bottom))
        let size = Self.labelSize
        for (value, label) in zip(ticksX.values, ticksX.labels) {
            guard let place = x(value) else { continue }
            text += FigureStyle.line("axis", from: (place, bottom), to: (place, bottom + 4))
            text += FigureStyle.text(label, x: place, y: bottom + 18, anchor: "middle", size: size, muted: true)
        }
        for (value, label) in zip(ticksY.values, ticksY.labels) {
            guard let place = y(value) else { continue }
            text += FigureStyle.line("axis", from: (left - 4, place), to: (left, place))
            text += FigureStyle.text(label, x: left - 8, y: place + 4, anchor: "end", size: size, muted: true)
        }
        text += FigureStyle.text(ticksY.note, x: left - 4, y: top - 7, size: size, muted: true)
        text += FigureStyle.text(ticksX.note, x: right, y: bottom + 36, anchor: "end", size: size, muted: true)
        let room = Markup.textWidth(ticksX.note, size: size) + 10
        text += FigureStyle.text(
            Self.shortened(axisX.caption, to: width - 2 * room), x: left + width / 2, y: bottom + 37, anchor: "middle")
        let labels = ticksY.labels.map { Markup.textWidth($0, size: size) }.max() ?? 0
        text += FigureStyle.text(
            Self.shortened(axisY.caption, to: height + 30), x: left - labels - 18, y: top + height / 2,
            anchor: "middle",
            rotated: true)
        return text
    }

    /// A caption cut so that it fits into so many pixels.
    static func shortened(_ caption: String, to room: Double, size: Double = 12) -> String {
        let width = Markup.textWidth(caption, size: size)
        guard width > room, width > 0 else { return caption }
        return DisplayWidth.truncated(caption, to: max(4, Int(Double(DisplayWidth.of(caption)) * room / width)))
    }
}
