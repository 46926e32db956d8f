import Ansatz

extension Reference {
    /// Its parts, and the whole as one line of text.
    var json: JSONValue {
        var members: [String: JSONValue] = ["text": .string(description), "kind": .string(kind.rawValue)]
        if !authors.isEmpty { members["authors"] = .array(authors.map { .string($0) }) }
        if let year { members["year"] = .integer(year) }
        let texts = [
            ("title", title), ("in", place), ("volume", volume), ("pages", pages), ("doi", doi), ("arxiv", arXiv),
            ("version", version),
        ]
        for case (let name, let text?) in texts { members[name] = .string(text) }
        return .object(members)
    }

    /// Reads what ``json`` gave, or the plain text that older runs hold.
    init?(json: JSONValue) {
        if let text = json.string {
            self.init(freeText: text)
            return
        }
        guard let text = json["text"]?.string else { return nil }
        guard let title = json["title"]?.string else {
            self.init(freeText: text)
            return
        }
        self.init(
            json["kind"]?.string.flatMap(Kind.init(rawValue:)) ?? .misc,
            (json["authors"]?.array ?? []).compactMap(\.string), title, in: json["in"]?.string,
            volume: json["volume"]?.string, pages: json["pages"]?.string,
            year: json["year"]?.double.flatMap { Int(exactly: $0) }, doi: json["doi"]?.string,
            arXiv: json["arxiv"]?.string, version: json["version"]?.string)
    }
}
