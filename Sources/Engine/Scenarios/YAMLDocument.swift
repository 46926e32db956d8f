import Yams

/// A YAML text as Yams' tree of nodes.
struct YAMLDocument {
    let root: Node
    /// Holds the anchors, to which nodes refer weakly.
    let parser: Yams.Parser
    /// True names of keys that were renamed in the text that Yams read, by place.
    private let renamed: [Place: String]

    private struct Place: Hashable {
        var line: Int
        var column: Int
    }

    /// How many keys that occur twice are found in one go: each takes another reading, so fewer in a large text.
    private static func renameLimit(_ text: String) -> Int { max(1, min(16, (1 << 20) / max(1, text.utf8.count))) }

    /// - Returns: `nil` where the text holds no document.
    /// - Throws: `YamlError`.
    init?(_ text: String) throws {
        // Yams stops at a key that occurs twice and tells only the place of its first occurrence. Renaming that one
        // and reading again lets us report every duplicate, with both places.
        var text = text
        var renamed: [Place: String] = [:]
        while true {
            do {
                // The resolver without rules: what a scalar means is not YAML's business here.
                let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
                guard !text.isEmpty, let root = try parser.singleRoot() else { return nil }
                self.root = root
                self.parser = parser
                self.renamed = renamed
                return
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                let place = Place(line: context.mark.line, column: context.mark.column)
                guard let name = names.first, renamed.count < Self.renameLimit(text), renamed[place] == nil,
                    let changed = Self.renaming(place, number: renamed.count, in: text)
                else { throw YamlError.duplicatedKeysInMapping(duplicates: names, context: context) }
                renamed[place] = name
                text = changed
            }
        }
    }

    /// The text of a key.
    func name(of key: Node.Scalar) -> String {
        guard let mark = key.mark, let name = renamed[Place(line: mark.line, column: mark.column)] else {
            return key.string
        }
        return name
    }

    /// Replaces the first character of the key at `place` by one of private use, so that all marks stay.
    private static func renaming(_ place: Place, number: Int, in text: String) -> String? {
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        var line = 1
        while line < place.line, index < scalars.endIndex {
            let scalar = scalars[index]
            index = scalars.index(after: index)
            if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" { index = scalars.index(after: index) }
            switch scalar {
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": line += 1
            default: break
            }
        }
        guard var position = scalars.index(index, offsetBy: place.column - 1, limitedBy: scalars.endIndex),
            position < scalars.endIndex
        else { return nil }
        if scalars[position] == "\"" || scalars[position] == "'" { position = scalars.index(after: position) }
        guard position < scalars.endIndex, !"\"':\\".unicodeScalars.contains(scalars[position]),
            let replacement = Unicode.Scalar(0xF8E0 + UInt32(number))
        else { return nil }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[..<position])
        view.append(replacement)
        view.append(contentsOf: scalars[scalars.index(after: position)...])
        return String(view)
    }
}
