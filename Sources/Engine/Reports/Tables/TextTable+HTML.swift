extension TextTable {
    /// The table as an HTML element; the report's style sheet gives it its looks.
    public var html: String {
        var html = "<div class=\"table\"><table>\n"
        if let caption { html += "<caption>\(Markup.escaped(caption))</caption>\n" }
        html += "<thead><tr>"
        for column in columns { html += "<th\(Self.side(column))>\(Markup.escaped(column.title))</th>" }
        html += "</tr></thead>\n<tbody>\n"
        for row in rows {
            html += "<tr>"
            for (index, column) in columns.enumerated() {
                let cell = cell(row, index)
                let text = Markup.escaped(cell.string(column.format))
                switch cell {
                case .verdict(let verdict, _):
                    html += "<td\(Self.side(column))><span class=\"verdict \(verdict.rawValue)\">\(text)</span></td>"
                case .best:
                    html += "<td\(Self.side(column))><strong>\(text)</strong></td>"
                case .missing:
                    html += "<td\(Self.side(column, "missing"))>\(text)</td>"
                default:
                    html += "<td\(Self.side(column))>\(text)</td>"
                }
            }
            html += "</tr>\n"
        }
        return html + "</tbody></table></div>\n"
    }

    private static func side(_ column: TableColumn, _ other: String? = nil) -> String {
        let alignment: String? =
            switch column.alignment {
            case .left: nil
            case .right: "right"
            case .centre: "centre"
            }
        let classes = [alignment, other].compactMap { $0 }.joined(separator: " ")
        return classes.isEmpty ? "" : " class=\"\(classes)\""
    }
}
