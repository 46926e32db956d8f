extension CurveChart {
    /// The chart as a figure. The same chart gives the same text, byte for byte.
    public func svg() -> SVGDocument {
        let figureWidth = width.isFinite ? min(max(width, 240), 10_000) : 640
        let height = plotHeight.isFinite ? min(max(plotHeight, 80), 10_000) : 300
        let legend = ChartLegend(series, width: figureWidth)
        let header = 14.0 + (title.isEmpty ? 0 : 22) + legend.height

        let frame = PlotFrame(
            x: x, y: y,
            horizontal: PlotScale(x, showing: series.lazy.flatMap(\.x), room: 0),
            vertical: PlotScale(
                y, showing: series.lazy.flatMap { $0.y.prefix($0.x.count) } + references.map(\.value), room: 0.05),
            top: header, figureWidth: figureWidth, plotHeight: height)
        let figureHeight = frame.bottom + (x.caption.isEmpty && frame.ticksX.note.isEmpty ? 28 : 48)

        var text = ""
        if !title.isEmpty {
            let shown = PlotFrame.shortened(title, to: figureWidth - 28, size: 14)
            text += FigureStyle.text(shown, x: 14, y: 25, size: 14, bold: true)
        }
        text += legend.svg(top: 14 + (title.isEmpty ? 0 : 22))
        text += "<g fill=\"none\">\n\(frame.grid)</g>\n"
        text += referenceLines(frame)

        let curves = series.enumerated().map { index, series in
            CurvePath(series, index: index, in: frame)
        }
        // Curves may leave the frame where an axis has limits of its own.
        let clip = "clip-" + Markup.fingerprint(curves.map(\.svg).joined() + title + y.caption)
        text += """
            <clipPath id="\(clip)"><rect x="\(Markup.coordinate(frame.left - 4))" \
            y="\(Markup.coordinate(frame.top - 4))" width="\(Markup.coordinate(frame.width + 8))" \
            height="\(Markup.coordinate(frame.height + 8))"/></clipPath>
            <g clip-path="url(#\(clip))" fill="none" stroke-linejoin="round" stroke-linecap="round">
            \(curves.map(\.svg).joined())</g>
            <g>
            \(frame.axes(x: x, y: y))</g>

            """
        if !curves.contains(where: { $0.isVisible }) {
            let reason = series.contains { !$0.x.isEmpty && !$0.y.isEmpty }
                ? "no values that these axes can show" : "no data"
            text += FigureStyle.text(
                reason, x: frame.left + frame.width / 2, y: frame.top + frame.height / 2, anchor: "middle", muted: true)
        }
        let name = title.isEmpty ? [y.label, x.label].filter { !$0.isEmpty }.joined(separator: " over ") : title
        return SVGDocument(
            FigureStyle.opening(width: figureWidth, height: figureHeight, title: name) + text + "</svg>\n")
    }

    private func referenceLines(_ frame: PlotFrame) -> String {
        references.map { reference in
            guard let place = frame.y(reference.value), place >= frame.top - 0.5, place <= frame.bottom + 0.5 else {
                return ""
            }
            let line = "M\(Markup.coordinate(frame.left)) \(Markup.coordinate(place))h\(Markup.coordinate(frame.width))"
            return "<path class=\"axis\" stroke=\"\(FigureStyle.muted)\" stroke-dasharray=\"3 3\" d=\"\(line)\"/>\n"
                + FigureStyle.text(
                    PlotFrame.shortened(reference.name, to: frame.width / 2, size: 11), x: frame.right - 4,
                    // Above the line, but not out of the frame.
                    y: place - 5 < frame.top + 8 ? place + 13 : place - 5, anchor: "end", size: 11, muted: true)
        }.joined()
    }
}
