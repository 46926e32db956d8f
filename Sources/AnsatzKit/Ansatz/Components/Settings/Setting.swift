/// A value as the user wrote it, with its place in the text: a scalar's characters, a list, or a mapping.
///
/// What a scalar means is decided by the declared type of the option that reads it, never by its looks: `no`, `010`
/// and `1:30` are just characters here.
public struct Setting: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        /// The text without quotes; `isQuoted` tells whether it had them.
        case scalar(String, isQuoted: Bool)
        case list([Setting])
        case mapping([Entry])
    }

    public struct Entry: Hashable, Sendable {
        public var key: String
        public var keyLocation: SourceLocation?
        public var value: Setting

        public init(key: String, keyLocation: SourceLocation?, value: Setting) {
            self.key = key
            self.keyLocation = keyLocation
            self.value = value
        }
    }

    public var content: Content
    public var location: SourceLocation?
    /// Whether variables were put into it, so that its characters are not those at its place.
    public var isSubstituted = false
    /// Whether its characters stand at its place as they are: on one line and without escapes.
    public var isVerbatim = true

    public init(_ content: Content, at location: SourceLocation?) {
        self.content = content
        self.location = location
    }

    /// The value under `key`, where this is a mapping that has it.
    public subscript(key: String) -> Setting? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The characters, where this is a scalar.
    public var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    public var entries: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    public var items: [Setting]? {
        if case .list(let items) = content { items } else { nil }
    }

    /// The beginning of a text that is too long for a message.
    public static func shortened(_ text: String) -> String {
        let limit = 120
        guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return text }
        return String(text.unicodeScalars.prefix(limit / 2)) + "..."
    }

    /// What this is, for messages: "a list of 3 values".
    public var kindDescription: String {
        switch content {
        case .scalar(let text, let isQuoted): text.isEmpty && !isQuoted ? "nothing" : "'\(Self.shortened(text))'"
        case .list(let items) where items.isEmpty: "an empty list"
        case .mapping(let entries) where entries.isEmpty: "an empty mapping"
        case .list(let items): "a list of \(items.count) \(items.count == 1 ? "value" : "values")"
        case .mapping(let entries): "a mapping of \(entries.count) \(entries.count == 1 ? "key" : "keys")"
        }
    }
}
