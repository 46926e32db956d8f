public import Ansatz

/// All that a result depends on. Equal keys mean equal bits.
public struct ResultKey: Sendable {
    /// The parts, without those that may grow (`steps`, `samples`).
    public let parts: JSONValue
    /// The parts that stand for code: fingerprints of the core and of plugins.
    public let code: JSONValue
    /// How far the result goes: steps or samples.
    public let extent: Int
    /// What it counts, such as `steps`.
    let extentName: String

    /// The digest of parts and code.
    public var digest: String { Digest(of: CanonicalJSON.text(json)).description }

    public var json: JSONValue { ["parts": parts, "code": code] }

    /// What differs from an older key, in a few words.
    func difference(from old: StoredKey) -> String {
        var changes = changes(from: old.json)
        if changes.isEmpty, old.extent != extent { changes = ["\(extentName): \(old.extent) -> \(extent)"] }
        let shown = changes.prefix(3).joined(separator: "; ")
        return shown + (changes.count > 3 ? "; and \(changes.count - 3) more" : "")
    }

    /// What differs from an older key, in words: `with.cells: [25,25] -> [50,50]`.
    func changes(from old: JSONValue) -> [String] {
        let (before, after) = (Self.flat(old), Self.flat(json))
        return Set(before.keys).union(after.keys).sorted().compactMap { path in
            let (a, b) = (before[path], after[path])
            if a == b { return nil }
            let name = path.replacing("parts.", with: "")
            if path.hasPrefix("code.") { return "code changed: \(path.dropFirst(5))" }
            if path.hasPrefix(Self.inputs), a != nil, b != nil {
                let input = path.dropFirst(Self.inputs.count)
                let stage = input.wholeMatch(of: /stage (.*)/)?.1
                return stage.map { "the result of '\($0)' changed" } ?? "the contents of '\(input)' changed"
            }
            return "\(name): \(a ?? "nothing") -> \(b ?? "nothing")"
        }
    }

    /// Whether only code differs from an older key.
    func differsOnlyInCode(from old: JSONValue) -> Bool {
        // By their texts, since a number that was stored as 1 is read as an integer.
        old["parts"].map(CanonicalJSON.text) == CanonicalJSON.text(parts)
            && old["code"].map(CanonicalJSON.text) != CanonicalJSON.text(code)
    }

    private static let inputs = "parts.inputs."

    private static func flat(_ value: JSONValue, _ path: String = "") -> [String: String] {
        guard case .object(let members) = value, !members.isEmpty else { return [path: CanonicalJSON.text(value)] }
        return members.reduce(into: [:]) { all, member in
            all.merge(flat(member.value, path.isEmpty ? member.key : "\(path).\(member.key)")) { first, _ in first }
        }
    }
}

/// The key of a result on disk.
struct StoredKey {
    let digest: String
    let extent: Int
    let json: JSONValue

    /// `nil` for what is no `key.json`.
    init?(_ stored: JSONValue) {
        guard case .integer(let extent)? = stored["extent"], let json = stored["key"] else { return nil }
        self.extent = extent
        self.json = json
        digest = Digest(of: CanonicalJSON.text(json)).description
    }
}
