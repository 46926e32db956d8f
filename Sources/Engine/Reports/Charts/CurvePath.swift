/// One series of a chart as SVG elements.
struct CurvePath {
    let svg: String
    /// Whether any of it has a place on the axes.
    let isVisible: Bool

    init(_ series: ChartSeries, index: Int, in frame: PlotFrame) {
        var runs: [[SIMD2<Double>]] = []
        var run: [SIMD2<Double>] = []
        for (x, y) in zip(series.x, series.y) {
            if let x = frame.x(x), let y = frame.y(y) {
                run.append(SIMD2(x, y))
            } else if !run.isEmpty {
                runs.append(run)
                run = []
            }
        }
        if !run.isEmpty { runs.append(run) }
        isVisible = !runs.isEmpty

        let style = series.style ?? index
        let colour = FigureStyle.colour(style)
        let light = FigureStyle.series[colour].light
        let line = series.line ?? ChartLegend.automaticLine(style)
        var text = ""
        if line != .none {
            let path = runs.filter { $0.count > 1 }.flatMap(CurveDecimation.reduced).map(Self.path).joined()
            if !path.isEmpty {
                let dashes = FigureStyle.dashes(line).map { " stroke-dasharray=\"\($0)\"" } ?? ""
                text +=
                    "<path class=\"line\(colour)\" stroke=\"\(light)\" stroke-width=\"1.75\"\(dashes) d=\"\(path)\"/>\n"
            }
        }
        let dots = series.dots || line == .none ? runs.flatMap { $0 } : runs.filter { $0.count == 1 }.flatMap { $0 }
        // Many are smaller, so that those beneath can be seen.
        let radius = dots.count > 150 ? 2.0 : 3.0
        for place in Self.distinct(dots) { text += FigureStyle.dot(style, at: place, radius: radius) }
        svg = text
    }

    private static func path(_ points: [SIMD2<Double>]) -> String {
        points.enumerated().map { index, point in
            "\(index == 0 ? "M" : "L")\(Markup.coordinate(point.x)) \(Markup.coordinate(point.y))"
        }.joined()
    }

    /// Dots without those that would hide exactly under another one.
    private static func distinct(_ dots: [SIMD2<Double>]) -> [SIMD2<Double>] {
        guard dots.count > CurveDecimation.threshold else { return dots }
        var seen: Set<SIMD2<Double>> = []
        return dots.filter { seen.insert(($0 * 2).rounded(.down)).inserted }
    }
}
