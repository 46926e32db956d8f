public import Ansatz

/// All that a result depends on. Equal keys mean equal bits.
public struct ResultKey: Sendable {
    /// The parts, without those that may grow (`steps`, `samples`).
    public let parts: JSONValue
    /// The parts that stand for code: fingerprints of the core and of plugins.
    public let code: JSONValue
    /// How far the result goes: steps or samples.
    public let extent: Int

    /// The digest of parts and code.
    public var digest: String { Digest(of: CanonicalJSON.text(json)).description }

    public var json: JSONValue { ["parts": parts, "code": code] }

    /// What differs from an older key, in words: `with.cells: [25,25] -> [50,50]`.
    func changes(from old: JSONValue) -> [String] {
        let (before, after) = (Self.flat(old), Self.flat(json))
        return Set(before.keys).union(after.keys).sorted().compactMap { path in
            let (a, b) = (before[path], after[path])
            if a == b { return nil }
            let name = path.replacing("parts.", with: "")
            if path.hasPrefix("code.") { return "code changed: \(path.dropFirst(5))" }
            return "\(name): \(a ?? "nothing") -> \(b ?? "nothing")"
        }
    }

    /// Whether only code differs from an older key.
    func differsOnlyInCode(from old: JSONValue) -> Bool { old["parts"] == parts && old["code"] != code }

    private static func flat(_ value: JSONValue, _ path: String = "") -> [String: String] {
        guard case .object(let members) = value, !members.isEmpty else { return [path: CanonicalJSON.text(value)] }
        return members.reduce(into: [:]) { all, member in
            all.merge(flat(member.value, path.isEmpty ? member.key : "\(path).\(member.key)")) { first, _ in first }
        }
    }
}
