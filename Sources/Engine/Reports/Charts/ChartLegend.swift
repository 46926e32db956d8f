/// The names of a chart's series in rows above the plot, where they can't cover data.
struct ChartLegend {
    private struct Entry {
        var index: Int
        var name: String
        var line: ChartSeries.Line
        var dots: Bool
        var x: Double
        var row: Int
    }

    private let entries: [Entry]
    let height: Double

    private static let sample = 24.0
    private static let rowHeight = 19.0

    /// Solid until the colours are used up, then another style for each further round of colours.
    static func automaticLine(_ index: Int) -> ChartSeries.Line {
        let styles: [ChartSeries.Line] = [.solid, .dashed, .dotted, .dashDotted]
        return styles[abs(index) / FigureStyle.series.count % styles.count]
    }

    init(_ series: [ChartSeries], width: Double) {
        var entries: [Entry] = []
        var (x, row) = (14.0, 0)
        for (index, series) in series.enumerated() where !series.name.isEmpty {
            let name = PlotFrame.shortened(series.name, to: width - 28 - Self.sample - 8)
            let needed = Self.sample + 8 + Markup.textWidth(name, size: 12) + 18
            if x + needed > width, x > 14 {
                x = 14
                row += 1
            }
            let style = series.style ?? index
            entries.append(
                Entry(
                    index: style, name: name, line: series.line ?? Self.automaticLine(style), dots: series.dots, x: x,
                    row: row))
            x += needed
        }
        self.entries = entries
        height = entries.isEmpty ? 0 : Double(row + 1) * Self.rowHeight + 6
    }

    func svg(top: Double) -> String {
        entries.map { entry in
            let colour = FigureStyle.colour(entry.index)
            let light = FigureStyle.series[colour].light
            let y = top + Double(entry.row) * Self.rowHeight + 9
            var text = ""
            if entry.line != .none {
                let dashes = FigureStyle.dashes(entry.line).map { " stroke-dasharray=\"\($0)\"" } ?? ""
                text +=
                    "<path class=\"line\(colour)\" stroke=\"\(light)\" stroke-width=\"2.5\" fill=\"none\"\(dashes) "
                    + "d=\"M\(Markup.coordinate(entry.x)) \(Markup.coordinate(y))h\(Markup.coordinate(Self.sample))\"/>\n"
            }
            if entry.line == .none || entry.dots {
                text += FigureStyle.dot(entry.index, at: SIMD2(entry.x + Self.sample / 2, y), radius: 3.5)
            }
            return text + FigureStyle.text(entry.name, x: entry.x + Self.sample + 8, y: y + 4)
        }.joined()
    }
}
