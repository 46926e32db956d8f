/// What is wrong with a formula, and where in its text.
public struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, naming the offending part.
    public var message: String
    /// Where: Unicode scalars from the start of the text, the first being 0.
    public var offset: Int
    /// What to do about it.
    public var help: String?

    public init(_ message: String, at offset: Int, help: String? = nil) {
        self.message = message
        self.offset = offset
        self.help = help
    }

    public var description: String {
        "\(message) (at character \(offset + 1))" + (help.map { "; \($0)" } ?? "")
    }

    /// The same as a diagnostic of the scalar that holds the formula.
    public func diagnostic(in setting: Setting) -> Diagnostic {
        // Where variables were put in, or escapes, the text that is wrong stands nowhere in the file.
        Diagnostic(
            message
                + (setting.isSubstituted || !setting.isVerbatim
                    ? " in '\(Setting.shortened(setting.text ?? ""))'" : ""),
            at: setting.location(at: offset),
            help: help)
    }
}
