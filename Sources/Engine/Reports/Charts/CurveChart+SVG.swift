extension CurveChart {
    /// The chart as a figure. The same chart gives the same text, byte for byte.
    public func svg() -> SVGDocument {
        let figureWidth = width.isFinite ? min(max(width, 240), 10_000) : 520
        let height = plotHeight.isFinite ? min(max(plotHeight, 80), 10_000) : 270
        let legend = ChartLegend(series, width: figureWidth)
        let header = 14.0 + (title.isEmpty ? 0 : 22) + legend.height

        let frame = frame(top: header, figureWidth: figureWidth, plotHeight: height)
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
            \(referenceNames(frame))\(frame.axes(x: x, y: y))</g>

            """
        if !curves.contains(where: { $0.isVisible }) {
            let reason =
                series.contains { !$0.x.isEmpty && !$0.y.isEmpty }
                ? "no values that these axes can show" : "no data"
            text += FigureStyle.text(
                reason, x: frame.left + frame.width / 2, y: frame.top + frame.height / 2, anchor: "middle", muted: true)
        }
        let name = title.isEmpty ? [y.label, x.label].filter { !$0.isEmpty }.joined(separator: " over ") : title
        return SVGDocument(
            FigureStyle.opening(width: figureWidth, height: figureHeight, title: name) + text + "</svg>\n")
    }

    private func frame(top: Double, figureWidth: Double, plotHeight: Double) -> PlotFrame {
        var horizontal = PlotScale(x, showing: series.lazy.flatMap { $0.x.prefix($0.y.count) }, room: 0)
        var vertical = PlotScale(
            y, showing: series.lazy.flatMap { $0.y.prefix($0.x.count) } + references.map(\.value), room: 0.05)
        func frame() -> PlotFrame {
            PlotFrame(
                x: x, y: y, horizontal: horizontal, vertical: vertical, top: top, figureWidth: figureWidth,
                plotHeight: plotHeight)
        }
        if equalUnits, !horizontal.isLog, !vertical.isLog {
            // Other ranges may have wider labels, which leave another width: twice is enough to settle that.
            for _ in 0..<3 {
                let frame = frame()
                let across = (horizontal.upper - horizontal.lower) / frame.width
                let up = (vertical.upper - vertical.lower) / frame.height
                guard across > 0, up > 0, (up / across).isFinite, (across / up).isFinite else { break }
                if up > across {
                    horizontal = horizontal.stretched(by: up / across)
                } else {
                    vertical = vertical.stretched(by: across / up)
                }
            }
        } else if x.limits == nil {
            horizontal = horizontal.withEndsAtTicks(count: frame().ticksX.values.count)
        }
        return frame()
    }

    private func place(_ reference: ChartReference, _ frame: PlotFrame) -> Double? {
        frame.y(reference.value).flatMap { $0 >= frame.top - 0.5 && $0 <= frame.bottom + 0.5 ? $0 : nil }
    }

    private func referenceLines(_ frame: PlotFrame) -> String {
        references.compactMap { place($0, frame) }.map { place in
            let line = "M\(Markup.coordinate(frame.left)) \(Markup.coordinate(place))h\(Markup.coordinate(frame.width))"
            return "<path class=\"axis\" stroke=\"\(FigureStyle.muted)\" stroke-dasharray=\"3 3\" d=\"\(line)\"/>\n"
        }.joined()
    }

    private func referenceNames(_ frame: PlotFrame) -> String {
        references.map { reference in
            guard let place = place(reference, frame) else { return "" }
            return FigureStyle.text(
                PlotFrame.shortened(reference.name, to: frame.width / 2, size: 11), x: frame.right - 4,
                // Above the line, but not out of the frame.
                y: place - 6 < frame.top + 8 ? place + 14 : place - 6, anchor: "end", size: 11, muted: true, halo: true)
        }.joined()
    }
}
