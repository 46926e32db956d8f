extension ReportBlock {
    /// The block as HTML elements, well-formed as XML.
    var html: String {
        switch self {
        case .paragraph(let text):
            return Self.paragraphs(text)
        case .notice(let verdict, let text):
            return "<div class=\"notice \(verdict.rawValue)\"><span class=\"symbol\">\(verdict.symbol)</span>"
                + "<div>\(Self.paragraphs(text))</div></div>\n"
        case .table(let table):
            return table.html
        case .figures(let figures):
            return "<div class=\"figures\">\n" + figures.map(Self.figure).joined() + "</div>\n"
        case .code(let text):
            return "<pre><code>\(Markup.escaped(text))</code></pre>\n"
        case .keyValues(let pairs):
            return "<dl>\n" + pairs.map(Self.pair).joined() + "</dl>\n"
        case .details(let summary, let blocks):
            return "<details><summary>\(Markup.escaped(summary))</summary>\n"
                + blocks.map(\.html).joined() + "</details>\n"
        case .timeline(let entries):
            return Self.timeline(entries)
        case .references(let references):
            return "<ol class=\"references\">\n" + references.map(Self.reference).joined() + "</ol>\n"
        }
    }

    private static func paragraphs(_ text: String) -> String {
        text.split(separator: "\n\n").map { "<p>\(Markup.escaped(String($0)))</p>\n" }.joined()
    }

    private static func figure(_ figure: ReportFigure) -> String {
        let caption = figure.caption.isEmpty ? "" : "<figcaption>\(Markup.escaped(figure.caption))</figcaption>"
        return "<figure\(figure.isWide ? " class=\"wide\"" : "")>\n\(figure.svg.text)\(caption)</figure>\n"
    }

    private static func pair(_ pair: ReportKeyValue) -> String {
        let note = pair.isDefault ? " class=\"default\"" : ""
        return "<dt>\(Markup.escaped(pair.key))</dt><dd\(note)>\(Markup.escaped(pair.value))</dd>\n"
    }

    private static func reference(_ reference: ReportReference) -> String {
        let text = Markup.escaped(reference.text)
        guard let address = reference.address else { return "<li>\(text)</li>\n" }
        let shown = Markup.escaped(address)
        // Other schemes, such as javascript:, never become links.
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
            return "<li>\(text) \(shown)</li>\n"
        }
        return "<li>\(text) <a href=\"\(shown)\" rel=\"noreferrer\">\(shown)</a></li>\n"
    }

    private static func timeline(_ entries: [TimelineEntry]) -> String {
        func usable(_ value: Double?) -> Double { value.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } ?? 0 }
        let whole = entries.map { usable($0.start) + usable($0.seconds) }.max() ?? 0
        var html = "<div class=\"table\"><table class=\"timeline\">\n<thead><tr><th>Stage</th><th>What</th>"
        html += "<th class=\"right\">Time</th><th class=\"bar\">When</th><th>Why</th></tr></thead>\n<tbody>\n"
        for entry in entries {
            let method = entry.method.map { "<span class=\"method\">/\(Markup.escaped($0))</span>" } ?? ""
            html += "<tr><td>\(Markup.escaped(entry.stage))\(method)</td>"
            html += "<td><span class=\"verdict \(entry.verdict.rawValue)\">\(entry.verdict.symbol)</span> "
            html += "<span class=\"action \(entry.action.rawValue)\">\(entry.action.rawValue)</span></td>"
            html += "<td class=\"right\">\(NumberFormat.duration.string(entry.seconds))</td><td class=\"bar\">"
            if whole > 0, entry.start != nil, entry.seconds != nil {
                let left = 100 * usable(entry.start) / whole
                let length = 100 * usable(entry.seconds) / whole
                html += "<span class=\"track\"><span class=\"span \(entry.verdict.rawValue)\" "
                html += "style=\"left:\(Markup.coordinate(left))%;width:\(Markup.coordinate(length))%\"></span></span>"
            }
            html += "</td><td>\(Markup.escaped(entry.reason))</td></tr>\n"
        }
        return html + "</tbody></table></div>\n"
    }
}
