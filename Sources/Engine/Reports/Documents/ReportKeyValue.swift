/// A name and what belongs to it.
public struct ReportKeyValue: Hashable, Sendable {
    public var key: String
    public var value: String
    /// Shown paler: a value that nobody has set.
    public var isDefault: Bool

    public init(_ key: String, _ value: String, isDefault: Bool = false) {
        self.key = key
        self.value = value
        self.isDefault = isDefault
    }
}
