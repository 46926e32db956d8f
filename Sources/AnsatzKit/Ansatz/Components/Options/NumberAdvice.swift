/// What to say of a text that was meant as a number and is none: it has a unit, a percent sign, or a comma.
struct NumberAdvice {
    var demand: String
    var help: String

    /// - Parameter unit: the unit that the option is given in.
    /// - Returns: `nil` where the text is nothing of that kind.
    init?(_ text: String, unit: String?) {
        let trimmed = text.drop { $0 == " " }
        let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || ".+-_eE".contains($0)) }
        // `3e` of `3 eV` is no number, but `3` is.
        var number = String(digits)
        while let last = number.last, !last.isNumber, last != "." { number.removeLast() }
        guard number.contains(where: \.isNumber), Double(number.replacing("_", with: "")) != nil else { return nil }
        let rest = trimmed.dropFirst(number.count).drop { $0 == " " }
        // `2 pi` lacks a sign of multiplication, not a unit.
        guard let first = rest.first, ExpressionOperation.constants[String(rest)] == nil else { return nil }
        if first == ",", rest.dropFirst().allSatisfy(\.isNumber), rest.count > 1 {
            demand = "a number"
            help = "write a point: \(number).\(Setting.shortened(String(rest.dropFirst())))"
        } else if rest == "%" {
            demand = "a number"
            help = "write \(number)/100"
        } else if rest.count <= 24, first.isLetter || first == "°",
            rest.allSatisfy({ $0.isLetter || $0.isNumber || " /^-*°·²³".contains($0) })
        {
            demand = "a number without a unit"
            let named = unit.flatMap { $0 == "1" ? nil : $0 }
            help = named.map { "give it in \($0), as a plain number" } ?? "it has no unit; write \(number)"
        } else {
            return nil
        }
    }

    /// The advice for what is not a scalar.
    static func help(for setting: Setting) -> String? {
        guard let items = setting.items, items.count == 1, let text = items[0].text, !text.isEmpty else { return nil }
        return "without brackets: \(Setting.shortened(text))"
    }
}
