/// What HTML and SVG share: escaping, and numbers that are short and the same everywhere.
enum Markup {
    /// Text for between tags and inside double quotes. Characters that XML 1.0 doesn't allow are replaced.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            case "\t", "\n", "\r": result.append(scalar)
            case _
            where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                || scalar.value & 0xFFFE == 0xFFFE:
                result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// A coordinate to a hundredth of a pixel, without trailing zeros. Values that are not finite become 0.
    static func coordinate(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let (whole, fraction) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if fraction == 0 { return "\(sign)\(whole)" }
        if fraction % 10 == 0 { return "\(sign)\(whole).\(fraction / 10)" }
        return "\(sign)\(whole).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    /// About how many pixels a text takes in a proportional sans serif of this size.
    static func textWidth(_ text: String, size: Double) -> Double {
        text.reduce(0) { sum, character in
            let narrow = ".,:;'|!()iljtfr ¹⁰¹²³⁴⁵⁶⁷⁸⁹⁻".contains(character)
            return sum + size * (narrow ? 0.36 : character.isUppercase ? 0.68 : 0.57)
                * Double(DisplayWidth.of(character))
        }
    }

    /// FNV-1a of a text as 8 hexadecimal digits: names elements so that two figures on one page don't collide.
    static func fingerprint(_ text: String) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
