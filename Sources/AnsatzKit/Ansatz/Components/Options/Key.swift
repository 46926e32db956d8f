/// The one declaration of an option: its name in scenarios, its property, and all that can be said of it.
public struct Key<Root: ComponentOptions>: Sendable {
    /// What is known without an instance; what `describe` prints.
    public let description: KeyDescription

    let assign: @Sendable (Setting, inout Root, OptionDecoder) -> Void
    let resolved: @Sendable (Root) -> JSONValue
    /// Sets a number directly; only tunable options have it.
    let tune: (@Sendable (inout Root, Double) -> Void)?

    /// Declares an option.
    ///
    /// - Parameters:
    ///   - name: its key in scenarios, `snake_case`.
    ///   - path: the property. Its value in `Root()` is the default.
    ///   - unit: UDUNITS style (`m s-1`), `1` for a pure number; `nil` for what is no number or only counts.
    ///   - isRequired: whether a scenario must give it; the property's initial value is then only a placeholder.
    ///   - isExtendable: whether a larger value continues a finished run rather than changing it (`steps`, `epochs`).
    ///   - help: one line, with good values where there are any.
    public init<Value: OptionValue>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, unit: String? = nil,
        isRequired: Bool = false, isExtendable: Bool = false, help: String
    ) {
        self.init(
            name, path, unit: unit, range: nil, isRequired: isRequired, isExtendable: isExtendable, help: help,
            check: { _, _, _ in true }, tune: nil)
    }

    /// Declares an option that is a number or a list of numbers within a range.
    public init<Value: RangeCheckable>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, unit: String? = nil, range: OptionRange,
        isRequired: Bool = false, isExtendable: Bool = false, help: String
    ) {
        self.init(
            name, path, unit: unit, range: range, isRequired: isRequired, isExtendable: isExtendable, help: help,
            check: { range.check($0.checkedNumbers, of: name, in: $1, with: $2) }, tune: nil)
    }

    /// Declares a number that a tuner may choose: `{ tune: ... }` is allowed in its place.
    public init(
        tunable name: String, _ path: any WritableKeyPath<Root, Double> & Sendable, unit: String? = nil,
        range: OptionRange, help: String
    ) {
        self.init(
            name, path, unit: unit, range: range, isRequired: false, isExtendable: false, help: help,
            check: { range.check($0.checkedNumbers, of: name, in: $1, with: $2) },
            tune: { options, value in options[keyPath: path] = value })
    }

    private init<Value: OptionValue>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, unit: String?, range: OptionRange?,
        isRequired: Bool, isExtendable: Bool, help: String,
        check: @escaping @Sendable (Value, Setting, OptionDecoder) -> Bool,
        tune: (@Sendable (inout Root, Double) -> Void)?
    ) {
        description = KeyDescription(
            name: name, type: Value.optionType, unit: unit, range: range,
            defaultValue: isRequired ? nil : Root()[keyPath: path].resolved, isRequired: isRequired,
            isTunable: tune != nil, isExtendable: isExtendable, help: help)
        assign = { setting, options, decoder in
            if let value = Value.decode(setting, with: decoder), check(value, setting, decoder) {
                options[keyPath: path] = value
            }
        }
        resolved = { $0[keyPath: path].resolved }
        self.tune = tune
    }
}

/// What is known of an option without an instance of it.
public struct KeyDescription: Hashable, Sendable {
    public var name: String
    public var type: OptionType
    public var unit: String?
    public var range: OptionRange?
    /// `nil` for a required option.
    public var defaultValue: JSONValue?
    public var isRequired: Bool
    public var isTunable: Bool
    public var isExtendable: Bool
    public var help: String
}

extension OptionRange {
    fileprivate func check(
        _ numbers: [Double], of name: String, in setting: Setting, with decoder: OptionDecoder
    ) -> Bool {
        guard let index = numbers.firstIndex(where: { !contains($0) }) else { return true }
        let culprit = setting.items.flatMap { index < $0.count ? $0[index] : nil } ?? setting
        decoder.report(
            "'\(name)' must be \(self), found \(culprit.kindDescription)", at: culprit.location)
        return false
    }
}
