extension ReportDocument {
    /// The page, also well-formed as XML. The same report gives the same text, byte for byte.
    public var html: String {
        let name = Markup.escaped(title)
        var html = """
            <!DOCTYPE html>
            <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)"/>
            <title>\(name) · \(verdict.rawValue)</title>
            <style>
            \(ReportStylesheet.text)</style>
            </head>
            <body>
            <main class="report">
            <header>
            <h1>\(name)</h1>

            """
        if !subtitle.isEmpty { html += "<p class=\"subtitle\">\(Markup.escaped(subtitle))</p>\n" }
        html += "<p class=\"statement \(verdict.rawValue)\"><strong>\(verdict.symbol) \(verdict.rawValue)</strong>"
        html += statement.isEmpty ? "</p>\n" : " <span>\(Markup.escaped(statement))</span></p>\n"
        html += contents + "</header>\n"
        for (number, section) in sections.enumerated() {
            html += "<section id=\"section-\(number + 1)\">\n<h2>\(Markup.escaped(section.heading))</h2>\n"
            html += section.blocks.map(\.html).joined() + "</section>\n"
        }
        if !footer.isEmpty { html += "<footer>\(Markup.escaped(footer))</footer>\n" }
        return html + "</main>\n</body>\n</html>\n"
    }

    /// Lets the browser enforce what the page promises: nothing is fetched and nothing runs.
    private static let policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

    private var contents: String {
        guard sections.count > 2 else { return "" }
        let links = sections.enumerated().map { number, section in
            "<a href=\"#section-\(number + 1)\">\(Markup.escaped(section.heading))</a>\n"
        }
        return "<nav>\n\(links.joined())</nav>\n"
    }
}
