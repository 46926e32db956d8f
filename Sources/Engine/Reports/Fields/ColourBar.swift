/// The scale beside a field: which colour stands for which value.
struct ColourBar {
    private let image: FieldImage
    private let axis: ChartAxis
    private let height: Double
    private let ticks: AxisTicks

    private static let thickness = 14.0

    init(_ image: FieldImage, axis: ChartAxis, height: Double) {
        self.image = image
        self.axis = axis
        self.height = height
        let count = max(2, Int(height / 48))
        ticks =
            image.scale.isLog
            ? .logarithmic(from: image.scale.lower, to: image.scale.upper, count: count)
            : .linear(from: image.scale.lower, to: image.scale.upper, count: count)
    }

    private var labelWidth: Double {
        ticks.labels.map { Markup.textWidth($0, size: PlotFrame.labelSize) }.max() ?? 0
    }

    /// What it takes beside the field, in pixels, margins included.
    var width: Double {
        let note = Markup.textWidth(ticks.note, size: PlotFrame.labelSize)
        return 16 + max(Self.thickness + 8 + labelWidth + (axis.caption.isEmpty ? 0 : 22), note) + 14
    }

    func svg(left: Double, top: Double) -> String {
        // One pixel a step, from the top.
        let pixels = (0..<ColourMap.steps).reversed().map { UInt8($0) }
        let png = try? PNGEncoder.encode(pixels: pixels, width: 1, height: ColourMap.steps, palette: image.map.palette)
        var text = FieldFigure.embedded(
            png ?? [], x: left, y: top, width: Self.thickness, height: height, pixelated: false)
        text +=
            "<rect class=\"axis\" stroke=\"\(FigureStyle.muted)\" stroke-width=\"0.75\" fill=\"none\" "
            + "x=\"\(Markup.coordinate(left))\" y=\"\(Markup.coordinate(top))\" "
            + "width=\"\(Markup.coordinate(Self.thickness))\" height=\"\(Markup.coordinate(height))\"/>\n"
        let right = left + Self.thickness
        for (value, label) in zip(ticks.values, ticks.labels) {
            guard let fraction = image.scale.fraction(value) else { continue }
            let y = top + height * (1 - fraction)
            text += FigureStyle.line("axis", from: (right, y), to: (right + 4, y))
            text += FigureStyle.text(label, x: right + 8, y: y + 4, size: PlotFrame.labelSize, muted: true)
        }
        text += FigureStyle.text(ticks.note, x: left, y: top - 7, size: PlotFrame.labelSize, muted: true)
        text += FigureStyle.text(
            PlotFrame.shortened(axis.caption, to: height + 30), x: right + 8 + labelWidth + 18, y: top + height / 2,
            anchor: "middle", rotated: true)
        return text + notFiniteKey(left: left, top: top + height + 12)
    }

    private func notFiniteKey(left: Double, top: Double) -> String {
        guard image.notFinite > 0 else { return "" }
        let digits = String(ColourMap.notFinite, radix: 16)
        return "<rect x=\"\(Markup.coordinate(left))\" y=\"\(Markup.coordinate(top))\" width=\"14\" height=\"12\" "
            + "fill=\"#\(digits)\"><title>\(NumberFormat.grouped(image.notFinite)) values are not finite</title></rect>\n"
            + FigureStyle.text("NaN", x: left + 22, y: top + 10, size: PlotFrame.labelSize, muted: true)
    }
}
