/// A publication that a run rests on.
public struct ReportReference: Hashable, Sendable {
    public var text: String
    /// Becomes a link if it begins with `https://` or `http://`; else it is shown as text.
    public var address: String?

    public init(_ text: String, address: String? = nil) {
        self.text = text
        self.address = address
    }
}
