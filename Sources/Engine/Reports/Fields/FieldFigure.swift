internal import Foundation

/// A two-dimensional field with axes and a colour bar.
///
/// ```swift
/// let figure = try FieldFigure(
///     "Temperature at t = 0.1 s", temperature, rows: 64, columns: 64,
///     x: ChartAxis("x", unit: "m", limits: 0...1), y: ChartAxis("y", unit: "m", limits: 0...1),
///     value: ChartAxis("T", unit: "K"))
/// ```
public struct FieldFigure: Hashable, Sendable {
    public enum Shape: Hashable, Sendable {
        /// A unit is as long up as it is across: for space over space. Up to a side ratio of four.
        case equal
        /// Height over width: for time over space, and the like.
        case ratio(Double)
    }

    public let title: String
    public let image: FieldImage
    public let x: ChartAxis
    public let y: ChartAxis
    public let value: ChartAxis
    public let shape: Shape
    /// Of the whole figure, in pixels.
    public let width: Double

    /// - Parameters:
    ///   - values: Row-major, `(rows, columns)`; row 0 is at the lower end of the y axis.
    ///   - x: `limits` are the outer edges of the first and the last column; without them, columns are counted.
    ///   - y: `limits` are the outer edges of the first and the last row; without them, rows are counted.
    ///   - value: Name, unit, kind of scale and limits of the colours.
    ///   - map: `nil` chooses by the values' signs, see ``FieldImage``.
    public init(
        _ title: String = "", _ values: [Double], rows: Int, columns: Int, x: ChartAxis = ChartAxis(),
        y: ChartAxis = ChartAxis(), value: ChartAxis = ChartAxis(), map: ColourMap? = nil, shape: Shape = .equal,
        width: Double = 520
    ) throws(FieldImageError) {
        image = try FieldImage(values, rows: rows, columns: columns, value: value, map: map)
        self.title = title
        self.x = Self.axis(x, count: columns)
        self.y = Self.axis(y, count: rows)
        self.value = value
        self.shape = shape
        self.width = width.isFinite ? min(max(width, 240), 10_000) : 520
    }

    /// Cells have even widths, so the axes of a field are linear.
    private static func axis(_ axis: ChartAxis, count: Int) -> ChartAxis {
        var axis = axis
        axis.scale = .linear
        if axis.limits == nil { axis.limits = 0...Double(count) }
        return axis
    }

    /// The figure. The same field gives the same text, byte for byte.
    public func svg() -> SVGDocument {
        let bar = ColourBar(image, axis: value, height: 200)
        let frame = frame(right: bar.width)
        let figureHeight = frame.bottom + (x.caption.isEmpty && frame.ticksX.note.isEmpty ? 28 : 48)
        var text = ""
        if !title.isEmpty {
            let shown = PlotFrame.shortened(title, to: width - 28, size: 14)
            text += FigureStyle.text(shown, x: 14, y: 25, size: 14, bold: true)
        }
        text += Self.embedded(
            image.png, x: frame.left, y: frame.top, width: frame.width, height: frame.height, pixelated: true)
        text += "<g fill=\"none\">\n\(frame.outline)</g>\n"
        text += frame.axes(x: x, y: y)
        text += ColourBar(image, axis: value, height: frame.height).svg(left: frame.right + 16, top: frame.top)
        let name = title.isEmpty ? value.label : title
        return SVGDocument(FigureStyle.opening(width: width, height: figureHeight, title: name) + text + "</svg>\n")
    }

    private func frame(right: Double) -> PlotFrame {
        let horizontal = PlotScale(x, showing: [], room: 0)
        let vertical = PlotScale(y, showing: [], room: 0)
        func frame(height: Double, unused: Double) -> PlotFrame {
            PlotFrame(
                x: x, y: y, horizontal: horizontal, vertical: vertical, top: title.isEmpty ? 14 : 42,
                right: right + unused, figureWidth: width, plotHeight: height)
        }
        let room = frame(height: width, unused: 0).width
        let natural: Double =
            switch shape {
            case .equal: (vertical.upper - vertical.lower) / (horizontal.upper - horizontal.lower)
            case .ratio(let ratio): ratio
            }
        let ratio = natural.isFinite ? min(max(natural, 0.25), 4) : 1
        // Tall fields get narrower instead of filling the page.
        let height = min(ratio * room, 1.25 * room)
        return frame(height: height, unused: room - height / ratio)
    }

    static func embedded(
        _ png: [UInt8], x: Double, y: Double, width: Double, height: Double, pixelated: Bool
    ) -> String {
        let style = pixelated ? " style=\"image-rendering:pixelated\"" : ""
        return
            "<image x=\"\(Markup.coordinate(x))\" y=\"\(Markup.coordinate(y))\" width=\"\(Markup.coordinate(width))\" "
            + "height=\"\(Markup.coordinate(height))\" preserveAspectRatio=\"none\"\(style) "
            + "href=\"data:image/png;base64,\(Data(png).base64EncodedString())\"/>\n"
    }
}
