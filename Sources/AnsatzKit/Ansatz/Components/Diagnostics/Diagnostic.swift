/// One thing that is wrong with what the user wrote: where, what, and what to do about it.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable { case error, warning }

    /// Where the fault lies, as far as can be known.
    public enum Cause: Hashable, Sendable {
        /// In the text.
        case text
        /// Perhaps in a plugin: the name may come from one that could not be loaded.
        case unavailablePlugin
    }

    public var severity: Severity
    public var cause = Cause.text
    /// `nil` where no place in a text is to blame.
    public var location: SourceLocation?
    /// What is wrong, naming the offending name or value. No full stop, no capital at the start.
    public var message: String
    /// What to do: the allowed names or range, the likely intent, the next command.
    public var help: String?

    public init(_ message: String, at location: SourceLocation?, help: String? = nil, severity: Severity = .error) {
        self.severity = severity
        self.location = location
        self.message = message
        self.help = help
    }
}

/// Thrown where the user's text has errors: all of them, in the order of the text.
public struct Diagnostics: Error, Sendable {
    public var all: [Diagnostic]

    public init(_ all: [Diagnostic]) { self.all = all }

    public init(_ message: String, at location: SourceLocation?, help: String? = nil) {
        all = [Diagnostic(message, at: location, help: help)]
    }
}
