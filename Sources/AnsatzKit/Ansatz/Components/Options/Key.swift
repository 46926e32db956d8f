/// The one declaration of an option: its name in scenarios, its property, and all that can be said of it.
public struct Key<Root: ComponentOptions>: Sendable {
    /// What is known without an instance; what `describe` prints.
    public let description: KeyDescription

    let assign: @Sendable (Setting, inout Root, OptionDecoder) -> Void
    let resolved: @Sendable (Root) -> JSONValue
    /// Looks up a default that only the registry knows.
    let complete: @Sendable (inout Root, OptionDecoder) -> Void
    /// Only tunable options have it.
    let tuning: Tuning?

    /// How a tuner's proposal reaches an option.
    struct Tuning: Sendable {
        /// Sets the option to a number, which is whole where it must be.
        let set: @Sendable (inout Root, Double) -> Void
        /// What there is to choose among, given the other options.
        let space: @Sendable (Root) -> TuningSpace
    }

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
            check: { _, _, _ in true }, tuning: nil)
    }

    /// Declares an option that is a number or a list of numbers within a range.
    public init<Value: RangeCheckable>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, unit: String? = nil, range: OptionRange,
        isRequired: Bool = false, isExtendable: Bool = false, help: String
    ) {
        self.init(
            name, path, unit: unit, range: range, isRequired: isRequired, isExtendable: isExtendable, help: help,
            check: { range.check($0.checkedNumbers, of: name, in: $1, with: $2) }, tuning: nil)
    }

    /// Declares a number that a tuner may choose: `{ tune: ... }` is allowed in its place.
    ///
    /// - Parameters:
    ///   - range: what is allowed.
    ///   - proposals: what makes sense; tuners choose within it unless their own options say otherwise.
    ///   - scale: where equal distances matter equally.
    public init(
        tunable name: String, _ path: any WritableKeyPath<Root, Double> & Sendable, unit: String? = nil,
        range: OptionRange, proposals: ClosedRange<Double>, scale: TuningScale = .linear, help: String
    ) {
        self.init(
            name, path, unit: unit, range: range, isRequired: false, isExtendable: false, help: help,
            check: { range.check($0.checkedNumbers, of: name, in: $1, with: $2) },
            tuning: Tuning(
                set: { options, value in options[keyPath: path] = value },
                space: { _ in TuningSpace(proposals, scale: scale) }))
    }

    /// Declares a whole number that a tuner may choose; a proposal is rounded.
    public init(
        tunable name: String, _ path: any WritableKeyPath<Root, Int> & Sendable, unit: String? = nil,
        range: OptionRange, proposals: ClosedRange<Int>, scale: TuningScale = .linear, help: String
    ) {
        let space = TuningSpace(
            Double(proposals.lowerBound)...Double(proposals.upperBound), kind: .whole, scale: scale)
        self.init(whole: name, path, unit: unit, range: range, help: help) { _ in space }
    }

    /// Declares the choice among things, by their index from 0, that a tuner may make.
    ///
    /// - Parameter categories: their names, as the other options give them.
    public init(
        tunable name: String, _ path: any WritableKeyPath<Root, Int> & Sendable, help: String,
        categories: @escaping @Sendable (Root) -> [String]
    ) {
        self.init(whole: name, path, unit: nil, range: .nonNegative, help: help) {
            TuningSpace(categories: categories($0))
        }
    }

    private init(
        whole name: String, _ path: any WritableKeyPath<Root, Int> & Sendable, unit: String?, range: OptionRange,
        help: String, space: @escaping @Sendable (Root) -> TuningSpace
    ) {
        self.init(
            name, path, unit: unit, range: range, isRequired: false, isExtendable: false, help: help,
            check: { range.check($0.checkedNumbers, of: name, in: $1, with: $2) },
            tuning: Tuning(
                set: { options, value in
                    if let whole = Int(exactly: value) { options[keyPath: path] = whole }
                }, space: space))
    }

    private init<Value: OptionValue>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, unit: String?, range: OptionRange?,
        isRequired: Bool, isExtendable: Bool, help: String,
        check: @escaping @Sendable (Value, Setting, OptionDecoder) -> Bool,
        tuning: Tuning?
    ) {
        description = KeyDescription(
            name: name, type: Value.optionType, unit: unit, range: range,
            defaultValue: isRequired ? nil : Root()[keyPath: path].resolved, isRequired: isRequired,
            tuning: tuning?.space(Root()), isExtendable: isExtendable, help: help)
        assign = { setting, options, decoder in
            if let value = Value.decode(setting, with: decoder), check(value, setting, decoder) {
                options[keyPath: path] = value
            }
        }
        resolved = { $0[keyPath: path].resolved }
        complete = { options, decoder in
            guard let choice = options[keyPath: path] as? any StandardChoice,
                let completed = choice.completed(with: decoder) as? Value
            else { return }
            options[keyPath: path] = completed
        }
        self.tuning = tuning
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
    /// What a tuner may choose among; `nil` where the option is not tunable.
    public var tuning: TuningSpace?
    public var isExtendable: Bool
    public var help: String

    public var isTunable: Bool { tuning != nil }
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
