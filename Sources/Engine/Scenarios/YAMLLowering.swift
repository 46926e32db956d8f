import Ansatz
import Yams

/// Turns Yams' nodes into settings, noting all that a scenario may not contain.
struct YAMLLowering {
    static let anchorMessage = "anchors and aliases are not supported"

    private let document: YAMLDocument
    private let file: String
    private let lineOffset: Int
    private let lines: SourceLines
    private(set) var faults = YAMLFaults()

    /// - Parameter lines: the text as written.
    init(_ document: YAMLDocument, file: String, lineOffset: Int, lines: SourceLines) {
        self.lines = lines
        self.document = document
        self.file = file
        self.lineOffset = lineOffset
    }

    mutating func setting(_ node: Node, depth: Int) -> Setting {
        let place = location(node.mark)
        refuseAnchor(node, at: place)
        let nothing = Setting(.scalar("", isQuoted: false), at: place)
        guard faults.diagnostics.count < YAMLReader.errorLimit else {
            faults.isIncomplete = true
            return nothing
        }
        guard depth <= YAMLReader.depthLimit else {
            report("values nest deeper than \(YAMLReader.depthLimit) levels", at: place, help: "flatten the scenario")
            faults.isIncomplete = true
            return nothing
        }
        switch node {
        case .scalar(let scalar):
            let isQuoted = scalar.style != .plain
            refuseTag(scalar.tag, implied: isQuoted ? ["", "!", Tag.Name.str.rawValue] : [""], at: place)
            var setting = Setting(.scalar(VariableBraces.restored(in: scalar.string), isQuoted: isQuoted), at: place)
            setting.isVerbatim = isVerbatim(setting, isQuoted)
            return setting
        case .sequence(let sequence):
            refuseTag(sequence.tag, implied: [""], at: place)
            var items: [Setting] = []
            for item in sequence { items.append(setting(item, depth: depth + 1)) }
            return Setting(.list(items), at: place)
        case .mapping(let mapping):
            refuseTag(mapping.tag, implied: [""], at: place)
            return Setting(.mapping(entries(mapping, depth: depth)), at: place)
        case .alias:
            report(Self.anchorMessage, at: place, help: "use 'vars:' and ${name}")
            faults.isIncomplete = true
            return nothing
        }
    }

    private mutating func entries(_ mapping: Node.Mapping, depth: Int) -> [Setting.Entry] {
        var entries: [Setting.Entry] = []
        var seen: [String: SourceLocation?] = [:]
        for (keyNode, valueNode) in mapping {
            let place = location(keyNode.mark)
            refuseAnchor(keyNode, at: place)
            guard case .scalar(let scalar) = keyNode else {
                let kind = if case .sequence = keyNode { "a list" } else { "a mapping" }
                report("a key must be a name, not \(kind)", at: place, help: "write 'name: value'")
                faults.isIncomplete = true
                continue
            }
            // Reading resolved the tags of keys already.
            refuseTag(scalar.tag, implied: ["", "!", Tag.Name.str.rawValue], at: place)
            let name = VariableBraces.restored(in: document.name(of: scalar))
            if name == "<<", scalar.style == .plain {
                report("merge keys ('<<') are not supported", at: place, help: "use 'vars:' and ${name}")
                faults.isIncomplete = true
                continue
            }
            if name.isEmpty {
                report("a name is missing before ':'", at: place, help: "write 'name: value'")
                faults.isIncomplete = true
                continue
            }
            if let first = seen[name] {
                let help = first.map { "it is first given at \($0)" }
                report("key '\(name)' is given twice", at: place, help: help)
                continue
            }
            seen[name] = place
            let value = setting(valueNode, depth: depth + 1)
            entries.append(Setting.Entry(key: name, keyLocation: place, value: value))
        }
        return entries
    }

    private mutating func refuseAnchor(_ node: Node, at place: SourceLocation?) {
        guard let anchor = node.anchor else { return }
        report(
            "\(Self.anchorMessage): '&\(anchor.rawValue)'", at: place,
            help: "use 'vars:' and ${name}; a text that starts with '&' needs quotes")
    }

    private mutating func refuseTag(_ tag: Tag, implied: [String], at place: SourceLocation?) {
        let name = tag.rawValue
        guard !implied.contains(name) else { return }
        let standard = "tag:yaml.org,2002:"
        let shown = name.hasPrefix(standard) ? "!!" + name.dropFirst(standard.count) : name
        report(
            "tags are not supported: '\(shown)'", at: place,
            help: "remove it: the option decides what the value means; a text that starts with '!' needs quotes")
    }

    private mutating func report(_ message: String, at place: SourceLocation?, help: String?) {
        faults.diagnostics.append(Diagnostic(message, at: place, help: help))
    }

    /// Whether a scalar's characters are those at its place.
    private func isVerbatim(_ setting: Setting, _ isQuoted: Bool) -> Bool {
        guard let place = setting.location, let line = lines.line(place.line - lineOffset), let text = setting.text
        else {
            return false
        }
        return line.dropFirst(place.column - 1 + (isQuoted ? 1 : 0)).starts(with: text.unicodeScalars)
    }

    private func location(_ mark: Mark?) -> SourceLocation? {
        mark.map { SourceLocation(file: file, line: $0.line + lineOffset, column: $0.column) }
    }
}
