/// A type that an option can have: it decodes itself from what the user wrote and shows itself in `resolved.json`.
public protocol OptionValue: Sendable {
    static var optionType: OptionType { get }

    /// The value, or `nil` after the decoder was told what is wrong.
    static func decode(_ setting: Setting, with decoder: OptionDecoder) -> Self?

    var resolved: JSONValue { get }
}

extension Double: OptionValue {
    public static var optionType: OptionType { .number }

    /// A number, or arithmetic on numbers such as `0.01/pi`.
    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> Double? {
        guard let text = setting.text, !text.isEmpty else {
            decoder.reportExpected("a number", found: setting, help: NumberAdvice.help(for: setting))
            return nil
        }
        do {
            let value = try Expression.number(text)
            if value.isFinite { return value }
            decoder.reportExpected("a finite number", found: setting)
        } catch {
            if let advice = NumberAdvice(text, unit: decoder.unit) {
                decoder.reportExpected(advice.demand, found: setting, help: advice.help)
            } else {
                decoder.report(error.diagnostic(in: setting))
            }
        }
        return nil
    }

    public var resolved: JSONValue { .number(self) }
}

extension Int: OptionValue {
    public static var optionType: OptionType { .integer }

    /// A whole number; `1e6` and `2*32` count as such where the value is whole.
    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> Int? {
        decoder.noteWholeNumber(at: setting.location)
        if let text = setting.text, let whole = Int(text.replacing("_", with: "")) { return whole }
        guard let text = setting.text, !text.isEmpty else {
            decoder.reportExpected("a whole number", found: setting, help: NumberAdvice.help(for: setting))
            return nil
        }
        guard let value = Double.decode(setting, with: decoder) else { return nil }
        if let whole = Int(exactly: value) { return whole }
        let isTooLarge = abs(value) >= 0x1p63
        decoder.reportExpected(
            isTooLarge ? "a whole number of at most \(Int.max) in size" : "a whole number", found: setting)
        return nil
    }

    public var resolved: JSONValue { .integer(self) }
}

extension Bool: OptionValue {
    public static var optionType: OptionType { .boolean }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> Bool? {
        switch setting.text {
        case "true": return true
        case "false": return false
        default:
            decoder.reportExpected(
                "true or false", found: setting,
                help: ["yes", "y", "on", "true", "1"].contains(setting.text?.lowercased())
                    ? "write true"
                    : ["no", "n", "off", "false", "0"].contains(setting.text?.lowercased()) ? "write false" : nil)
            return nil
        }
    }

    public var resolved: JSONValue { .bool(self) }
}

extension String: OptionValue {
    public static var optionType: OptionType { .text }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> String? {
        if let text = setting.text { return text }
        decoder.reportExpected("text", found: setting, help: setting.items?.count == 1 ? "remove the brackets" : nil)
        return nil
    }

    public var resolved: JSONValue { .string(self) }
}

extension Array: OptionValue where Element: OptionValue {
    public static var optionType: OptionType { .list(Element.optionType) }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> [Element]? {
        guard let items = setting.items else {
            let example = setting.text.flatMap { $0.isEmpty ? nil : $0 }.map(Setting.shortened)
            decoder.reportExpected(
                "a \(optionType)", found: setting, help: example.map { "lists stand in brackets: [\($0)]" })
            return nil
        }
        let elements = decoder.readingElements { items.compactMap { Element.decode($0, with: decoder) } }
        return elements.count == items.count ? elements : nil
    }

    public var resolved: JSONValue { .array(map(\.resolved)) }
}

extension Optional: OptionValue where Wrapped: OptionValue {
    public static var optionType: OptionType { .optional(Wrapped.optionType) }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> Wrapped?? {
        Wrapped.decode(setting, with: decoder).map { .some($0) }
    }

    public var resolved: JSONValue { self?.resolved ?? .null }
}

/// An option with a few named values: an enumeration of strings.
public protocol OptionChoice: OptionValue, CaseIterable, RawRepresentable where RawValue == String {}

extension OptionChoice {
    public static var optionType: OptionType { .choice(allCases.map(\.rawValue)) }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> Self? {
        guard let text = setting.text else {
            decoder.reportExpected("\(optionType)", found: setting)
            return nil
        }
        if let value = Self(rawValue: text) { return value }
        decoder.report(
            "'\(text)' is not one of the allowed values", at: setting.location,
            help: Suggestion.help(for: text, among: allCases.map(\.rawValue), noun: "value"))
        return nil
    }

    public var resolved: JSONValue { .string(rawValue) }
}
