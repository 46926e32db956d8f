/// A word of a formula.
struct ExpressionToken {
    enum Kind: Equatable {
        case number(Double)
        case name(String)
        case symbol(String)
        case end
    }

    var kind: Kind
    var offset: Int
    var text: String

    /// Splits a formula into words, the last being `.end`.
    static func tokens(of text: String) throws(ExpressionError) -> [ExpressionToken] {
        let scalars = Array(text.unicodeScalars)
        var tokens: [ExpressionToken] = []
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar.properties.isWhitespace {
                position += 1
                continue
            }
            let start = position
            let next: Unicode.Scalar = position + 1 < scalars.count ? scalars[position + 1] : " "
            let kind: Kind
            if isDigit(scalar) || (scalar == "." && isDigit(next)) {
                kind = .number(try number(scalars, &position))
            } else if scalar == "_" || scalar.properties.isAlphabetic {
                while position < scalars.count, isNamePart(scalars[position]) { position += 1 }
                kind = .name(string(scalars[start..<position]))
            } else if ["**", "<=", ">=", "==", "!="].contains(string([scalar, next])) {
                position += 2
                kind = .symbol(string([scalar, next]))
            } else if "+-*/^(),<>".unicodeScalars.contains(scalar) {
                position += 1
                kind = .symbol(String(scalar))
            } else {
                throw ExpressionError(
                    "unexpected character '\(scalar.escaped(asASCII: false))'", at: start,
                    help: scalar == "=" ? "compare with '=='" : nil)
            }
            tokens.append(ExpressionToken(kind: kind, offset: start, text: string(scalars[start..<position])))
        }
        tokens.append(ExpressionToken(kind: .end, offset: scalars.count, text: ""))
        return tokens
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || isDigit(scalar) || scalar.properties.isAlphabetic
    }

    /// Reads digits, a fraction and an exponent; underscores may stand between digits.
    private static func number(
        _ scalars: [Unicode.Scalar], _ position: inout Int
    ) throws(ExpressionError) -> Double {
        let start = position
        var digits = ""
        func scalar(_ index: Int) -> Unicode.Scalar { index < scalars.count ? scalars[index] : " " }
        func readDigits() {
            while isDigit(scalar(position))
                || (scalar(position) == "_" && position > start && isDigit(scalar(position - 1))
                    && isDigit(scalar(position + 1)))
            {
                if scalar(position) != "_" { digits.unicodeScalars.append(scalar(position)) }
                position += 1
            }
        }
        readDigits()
        if scalar(position) == "." {
            digits += digits.isEmpty ? "0." : "."
            position += 1
            let before = digits.utf8.count
            readDigits()
            if digits.utf8.count == before { digits += "0" }
        }
        if scalar(position) == "e" || scalar(position) == "E" {
            let signed = scalar(position + 1) == "-" || scalar(position + 1) == "+"
            if isDigit(scalar(position + (signed ? 2 : 1))) {
                digits += "e"
                if signed { digits.unicodeScalars.append(scalar(position + 1)) }
                position += signed ? 2 : 1
                readDigits()
            }
        }
        guard let value = Double(digits), value.isFinite else {
            throw ExpressionError("the number '\(string(scalars[start..<position]))' is too large", at: start)
        }
        return value
    }
}
