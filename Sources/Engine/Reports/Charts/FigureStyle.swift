/// Colours and style sheet of all figures.
///
/// Every element carries its light colour as an attribute, for programs that know no CSS variables (librsvg,
/// Inkscape). Browsers follow the style sheet, which also knows dark mode. A page can set the variables itself.
enum FigureStyle {
    static let fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"

    static let paper = "#ffffff"
    static let ink = "#1f2328"
    static let muted = "#57606a"
    static let grid = "#e3e6ea"

    /// M. Okabe and K. Ito, "Color Universal Design" (2008), without the yellow, which is too pale on white, and with
    /// black last; then the same hues lifted until each stands out from a dark page.
    static let series: [(light: String, dark: String)] = [
        ("#0072b2", "#4aa3e0"), ("#d55e00", "#f5853f"), ("#009e73", "#2fc59b"), ("#cc79a7", "#e59ac6"),
        ("#e69f00", "#f2b632"), ("#56b4e9", "#8fd0f5"), ("#1f2328", "#e6e9ee"),
    ]

    /// The number of the colour that a style has.
    static func colour(_ style: Int) -> Int { Int(style.magnitude % UInt(series.count)) }

    /// A mark for a point: a circle until the colours are used up, then another shape for each further round of them.
    static func dot(_ style: Int, at place: SIMD2<Double>, radius: Double) -> String {
        let number = colour(style)
        let look = "class=\"dot\(number)\" fill=\"\(series[number].light)\""
        func length(_ factor: Double) -> String { Markup.coordinate(factor * radius) }
        let (x, y) = (Markup.coordinate(place.x), Markup.coordinate(place.y))
        switch style.magnitude / UInt(series.count) % 3 {
        case 0: return "<circle \(look) r=\"\(length(1))\" cx=\"\(x)\" cy=\"\(y)\"/>\n"
        case 1:
            // Up, with the circle's area about.
            let top = Markup.coordinate(place.y - 1.4 * radius)
            return "<path \(look) d=\"M\(x) \(top)l\(length(1.3)) \(length(2.3))h\(length(-2.6))z\"/>\n"
        default:
            let top = Markup.coordinate(place.y - 1.4 * radius)
            let (out, back) = (length(1.4), length(-1.4))
            return "<path \(look) d=\"M\(x) \(top)l\(out) \(out)l\(back) \(out)l\(back) \(back)z\"/>\n"
        }
    }

    static func dashes(_ line: ChartSeries.Line) -> String? {
        switch line {
        case .solid, .none: nil
        case .dashed: "7 4"
        case .dotted: "1.5 4"
        case .dashDotted: "9 4 1.5 4"
        }
    }

    static let sheet: String = {
        var light = "--figure-paper:\(paper);--figure-ink:\(ink);--figure-muted:\(muted);--figure-grid:\(grid)"
        var dark = "--figure-paper:#14181d;--figure-ink:#e6e9ee;--figure-muted:#9aa4b0;--figure-grid:#2b323b"
        var rules = """
            .ansatz-figure .paper{fill:var(--figure-paper)}
            .ansatz-figure .ink{fill:var(--figure-ink)}
            .ansatz-figure .muted{fill:var(--figure-muted)}
            .ansatz-figure .halo{stroke:var(--figure-paper)}
            .ansatz-figure .grid{stroke:var(--figure-grid)}
            .ansatz-figure .axis{stroke:var(--figure-muted)}

            """
        for (index, colour) in series.enumerated() {
            light += ";--figure-\(index):\(colour.light)"
            dark += ";--figure-\(index):\(colour.dark)"
            rules += ".ansatz-figure .line\(index){stroke:var(--figure-\(index))}"
            rules += ".ansatz-figure .dot\(index){fill:var(--figure-\(index))}\n"
        }
        return ".ansatz-figure{\(light)}\n@media screen and (prefers-color-scheme:dark){.ansatz-figure{\(dark)}}\n"
            + rules
    }()

    /// The opening of a figure: the element, its name for those who can't see it, style sheet and background.
    static func opening(width: Double, height: Double, title: String) -> String {
        let size = (Markup.coordinate(width), Markup.coordinate(height))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="ansatz-figure" viewBox="0 0 \(size.0) \(size.1)" \
            width="\(size.0)" height="\(size.1)" font-family="\(Markup.escaped(fontFamily))" font-size="12" \
            role="img" aria-label="\(Markup.escaped(title))">
            <style>
            \(sheet)</style>
            <rect class="paper" width="\(size.0)" height="\(size.1)" fill="\(paper)"/>

            """
    }

    static func text(
        _ text: String, x: Double, y: Double, anchor: String = "start", size: Double = 12, muted: Bool = false,
        bold: Bool = false, rotated: Bool = false, halo: Bool = false
    ) -> String {
        guard !text.isEmpty else { return "" }
        let place = (Markup.coordinate(x), Markup.coordinate(y))
        var attributes = "x=\"\(place.0)\" y=\"\(place.1)\""
        if anchor != "start" { attributes += " text-anchor=\"\(anchor)\"" }
        if size != 12 { attributes += " font-size=\"\(Markup.coordinate(size))\"" }
        if bold { attributes += " font-weight=\"600\"" }
        if rotated { attributes += " transform=\"rotate(-90 \(place.0) \(place.1))\"" }
        if halo {
            attributes += " stroke=\"\(paper)\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\""
        }
        let (name, colour) = muted ? ("muted", Self.muted) : ("ink", ink)
        return
            "<text class=\"\(name)\(halo ? " halo" : "")\" fill=\"\(colour)\" \(attributes)>\(Markup.escaped(text))</text>\n"
    }

    static func line(_ name: String, from start: (x: Double, y: Double), to end: (x: Double, y: Double)) -> String {
        let colour = name == "grid" ? grid : muted
        return "<path class=\"\(name)\" stroke=\"\(colour)\" d=\"M\(Markup.coordinate(start.x)) "
            + "\(Markup.coordinate(start.y))L\(Markup.coordinate(end.x)) \(Markup.coordinate(end.y))\"/>\n"
    }
}
