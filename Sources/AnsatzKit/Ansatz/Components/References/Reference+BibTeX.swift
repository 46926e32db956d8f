extension Reference {
    /// The entry's label: first author's family name, year, first word of the title, such as `young1954iterative`;
    /// without such an author `ansatz2026`.
    public var bibTeXKey: String {
        let family = authors.first { !$0.hasPrefix("{") }.map(Self.familyName) ?? ""
        let words = (title ?? freeText ?? "").split { !$0.isLetter }.map { Self.plain(String($0)) }
        let word = words.first { $0.count > 3 } ?? words.first ?? ""
        let parts = [Self.plain(family), year.map(String.init) ?? "", word]
        let key = (family.isEmpty ? parts.reversed() : parts).joined()
        return key.isEmpty ? "reference" : key
    }

    /// The BibTeX entry, ending without a line break.
    ///
    /// Braces keep capitals of the title as they are; characters that mean something to TeX are escaped. Other
    /// characters stay UTF-8, which biber and BibTeX of today's distributions read.
    ///
    /// - Parameter key: the label, where ``bibTeXKey`` is taken already.
    public func bibTeX(key: String? = nil) -> String {
        var fields: [(String, String)] = []
        if !authors.isEmpty { fields.append(("author", authors.map(Self.author).joined(separator: " and "))) }
        if let title { fields.append(("title", "{\(Self.escaped(title))}")) }
        if let place {
            let name =
                switch kind {
                case .article: "journal"
                case .inproceedings: "booktitle"
                case .book: "publisher"
                case .software, .misc: "howpublished"
                }
            fields.append((name, Self.escaped(place)))
        }
        if let volume { fields.append(("volume", Self.escaped(volume))) }
        if let pages { fields.append(("pages", Self.escaped(pages.replacing("–", with: "--")))) }
        if let year { fields.append(("year", String(year))) }
        if let version { fields.append(("version", Self.escaped(version))) }
        if let doi { fields.append(("doi", doi)) }
        if let arXiv {
            fields.append(("eprint", arXiv))
            fields.append(("archiveprefix", "arXiv"))
        }
        if let freeText { fields.append(("note", Self.escaped(freeText))) }
        let lines = fields.map { name, value in
            "  \(name)\(String(repeating: " ", count: max(0, 13 - name.count))) = {\(value)}"
        }
        return "@\(kind.rawValue){\(key ?? bibTeXKey),\n" + lines.joined(separator: ",\n") + "\n}"
    }

    /// The last word of a name; what stands before it are given names.
    private static func familyName(_ name: String) -> String {
        name.split(separator: " ").last.map(String.init) ?? name
    }

    /// "D. M. Young" as "Young, D. M."; a name of one word, or of an organisation in braces, as it is.
    private static func author(_ name: String) -> String {
        let words = name.split(separator: " ")
        guard words.count > 1, let family = words.last, !name.hasPrefix("{") else { return escaped(name, braces: true) }
        return escaped("\(family), \(words.dropLast().joined(separator: " "))")
    }

    /// Lower-case ASCII letters of a word, for labels.
    private static func plain(_ word: String) -> String {
        word.lowercased().filter { $0.isASCII && $0.isLetter }
    }

    private static func escaped(_ text: String, braces: Bool = false) -> String {
        text.map { character in
            switch character {
            case "&", "%", "$", "#", "_": "\\\(character)"
            case "{", "}": braces ? String(character) : "\\\(character)"
            case "\\": "\\textbackslash{}"
            case "~": "\\textasciitilde{}"
            case "^": "\\textasciicircum{}"
            case "\n": " "
            default: String(character)
            }
        }.joined()
    }
}
