extension Setting {
    /// A JSON value as it would stand in a scenario; members that are null are left out.
    public init(_ value: JSONValue) {
        switch value {
        case .null: self.init(.scalar("", isQuoted: false), at: nil)
        case .bool(let truth): self.init(.scalar(truth ? "true" : "false", isQuoted: false), at: nil)
        case .integer(let number): self.init(.scalar("\(number)", isQuoted: false), at: nil)
        case .number(let number): self.init(.scalar("\(number)", isQuoted: false), at: nil)
        case .string(let text): self.init(.scalar(text, isQuoted: true), at: nil)
        case .array(let items): self.init(.list(items.map { Setting($0) }), at: nil)
        case .object(let members):
            let entries = members.sorted { $0.key < $1.key }.filter { $0.value != .null }
            self.init(
                .mapping(entries.map { Entry(key: $0.key, keyLocation: nil, value: Setting($0.value)) }), at: nil)
        }
    }
}
