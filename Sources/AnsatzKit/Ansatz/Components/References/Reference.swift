/// A publication that a component rests on; `ansatz cite` prints it.
///
/// A text literal is a reference too, shown as it stands:
///
/// ```swift
/// references: ["L. F. Richardson, Phil. Trans. R. Soc. A 210 (1911) 307"]
/// ```
///
/// With its parts it becomes a full BibTeX entry:
///
/// ```swift
/// references: [
///     Reference(
///         .article, ["L. F. Richardson"], "The approximate arithmetical solution by finite differences",
///         in: "Phil. Trans. R. Soc. A", volume: "210", pages: "307–357", year: 1911)
/// ]
/// ```
///
/// Leave out what you don't know: a missing DOI is better than a wrong one.
public struct Reference: Hashable, Sendable {
    /// What kind of publication it is, named as BibTeX names its entries.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case article, inproceedings, book, software, misc
    }

    public var kind: Kind
    /// In the order of the title page, given names or initials first: "D. M. Young"; an organisation in braces.
    public var authors: [String]
    /// Without a full stop.
    public var title: String?
    /// The journal, the proceedings or the publisher.
    public var place: String?
    public var volume: String?
    /// The first page, or the first and last.
    public var pages: String?
    public var year: Int?
    /// The bare number, `10.1090/...`.
    public var doi: String?
    /// The bare number, `2310.02246`.
    public var arXiv: String?
    /// Of software: which version.
    public var version: String?
    /// The whole reference as free text, where its parts are not known.
    public var freeText: String?

    public init(
        _ kind: Kind, _ authors: [String], _ title: String, in place: String? = nil, volume: String? = nil,
        pages: String? = nil, year: Int? = nil, doi: String? = nil, arXiv: String? = nil, version: String? = nil
    ) {
        self.kind = kind
        self.authors = authors
        self.title = title
        self.place = place
        self.volume = volume
        self.pages = pages
        self.year = year
        self.doi = doi
        self.arXiv = arXiv
        self.version = version
    }

    /// A reference whose parts are not known.
    public init(freeText: String) {
        kind = .misc
        authors = []
        self.freeText = freeText
    }
}

extension Reference: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(freeText: text) }
}

extension Reference: CustomStringConvertible {
    /// One line: authors, title, place with volume, year and pages, numbers.
    public var description: String {
        if let freeText { return freeText }
        var parts = authors.map { $0.filter { !"{}".contains($0) } }
        if let title { parts.append(title) }
        if let version { parts.append("version \(version)") }
        let published = [place, volume].compactMap { $0 }.joined(separator: " ")
        if !published.isEmpty { parts.append(published) }
        if let year {
            let text = kind == .inproceedings ? "\(year)" : "(\(year))"
            parts.append([parts.popLast(), text].compactMap { $0 }.joined(separator: " "))
        }
        if let pages { parts.append([parts.popLast(), pages].compactMap { $0 }.joined(separator: " ")) }
        if let doi { parts.append("doi:\(doi)") }
        if let arXiv { parts.append("arXiv:\(arXiv)") }
        return parts.joined(separator: ", ")
    }

    /// The page of its DOI or arXiv number; of free text, where one is in it.
    public var address: String? {
        if let doi { return "https://doi.org/\(doi)" }
        if let arXiv { return "https://arxiv.org/abs/\(arXiv)" }
        guard let freeText else { return nil }
        for (marks, page) in [
            (["doi:", "DOI:"], "https://doi.org/"), (["arXiv:", "arxiv:"], "https://arxiv.org/abs/"),
        ] {
            guard let range = marks.lazy.compactMap({ freeText.firstRange(of: $0) }).first else { continue }
            let number = freeText[range.upperBound...].drop(while: \.isWhitespace)
                .prefix { !$0.isWhitespace && !",;)".contains($0) }
            if !number.isEmpty { return page + number }
        }
        return nil
    }
}
