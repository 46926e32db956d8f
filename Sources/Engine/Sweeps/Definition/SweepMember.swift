public import Ansatz
import Foundation

/// One combination of values in a sweep.
public struct SweepMember: Sendable {
    /// From 0, in the order of results.
    public let number: Int
    /// One an axis.
    public let values: [Setting]
    /// The name of its folder, made from what is set in it alone.
    public let folder: String
    /// For messages: `dt = 0.001, n = 16`.
    public let label: String

    init(number: Int, values: [Setting], axes: [SweepAxis]) {
        self.number = number
        self.values = values
        let parts = zip(axes, values)
        label = parts.map { "\($0.name) = \(Self.shown($1))" }.joined(separator: ", ")
        let meaning = JSONValue.object(
            Dictionary(parts.map { (Self.pathText($0.steps), SweepValues.meaning($1)) }) { first, _ in first })
        let digest = Digest(of: CanonicalJSON.text(meaning)).description
        // In the order of paths, since a folder must not depend on that of the axes.
        let readable = parts.sorted { $0.0.pathText < $1.0.pathText }
            .map { "\(SweepNames.shortest($0.steps))=\(Self.slug($1))" }.joined(separator: ",")
        folder = "\(readable.prefix(64))-\(digest.prefix(10))"
    }

    /// What the scenario is given in this member.
    func overrides(_ axes: [SweepAxis]) -> [ScenarioOverride] {
        zip(axes, values).map { ScenarioOverride(path: $0.path, value: $1) }
    }

    /// The same as texts for `--set`.
    public func overrideTexts(_ axes: [SweepAxis]) -> [String] {
        zip(axes, values).map { "\($0.pathText)=\(SettingText.of($1))" }
    }

    /// Numbers in few digits, texts as they are.
    static func shown(_ setting: Setting) -> String {
        guard let number = SweepValues.number(setting) else { return SettingText.of(setting) }
        return Double(String(format: "%.6g", number)).map { CanonicalJSON.text(.number($0)) } ?? "\(number)"
    }

    private static func pathText(_ steps: [ScenarioOverride.Step]) -> String {
        steps.map { step in
            switch step {
            case .key(let key): ".\(key)"
            case .index(let index): "[\(index)]"
            }
        }.joined()
    }

    /// A value as part of a folder's name.
    private static func slug(_ setting: Setting) -> String {
        let text =
            switch setting.content {
            case .scalar: shown(setting)
            case .list(let items): items.map(slug).joined(separator: "x")
            case .mapping(let entries): entries.first?.key ?? ""
            }
        let allowed = text.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "+", "-": Character(scalar)
            default: "_"
            }
        }
        return String(allowed.prefix(24))
    }
}
