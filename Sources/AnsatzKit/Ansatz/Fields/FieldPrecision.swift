/// How many bits a stored number has.
public enum FieldPrecision: String, Hashable, Sendable, Codable, CaseIterable {
    case float32, float64

    /// Bytes of one number.
    public var byteCount: Int { self == .float32 ? 4 : 8 }
}
