/// An option that a component once had, for those who come with an older scenario.
public struct RetiredKey: Hashable, Sendable {
    /// The name that it had.
    public var name: String
    /// The component's or plugin's version without it: "2.0".
    public var version: String
    /// The option that took its place; `nil` where there is none.
    public var replacement: String?
    /// What to write instead, where the new name alone does not say it.
    public var help: String?

    public init(_ name: String, since version: String, replacement: String? = nil, help: String? = nil) {
        self.name = name
        self.version = version
        self.replacement = replacement
        self.help = help
    }

    func diagnostic(of owner: String, at place: SourceLocation?) -> Diagnostic {
        let fate = replacement.map { "is called '\($0)'" } ?? "is gone"
        return Diagnostic(
            "'\(name)' of \(owner) \(fate) since version \(version)", at: place,
            help: help ?? replacement.map { "write '\($0)'" } ?? "remove it")
    }
}
