/// `${name}` outside quotes, where YAML would take the braces for a mapping: between `[` and `]`, or `{` and `}`.
///
/// The braces are replaced by characters that mean nothing to YAML before it reads, and put back afterwards.
enum VariableBraces {
    private static let open: Unicode.Scalar = "\u{F8D0}"
    private static let close: Unicode.Scalar = "\u{F8D1}"

    static func hidden(in text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var scalars = Array(text.unicodeScalars)
        var position = 0
        while position + 1 < scalars.count {
            if scalars[position] == "$", scalars[position + 1] == "{" {
                var end = position + 2
                while end < scalars.count, isNamePart(scalars[end]) { end += 1 }
                if end < scalars.count, scalars[end] == "}" {
                    scalars[position + 1] = open
                    scalars[end] = close
                }
            }
            position += 1
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    static func restored(in text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == open || $0 == close }) else { return text }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text.unicodeScalars.map { $0 == open ? "{" : $0 == close ? "}" : $0 })
        return String(view)
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", " ": true
        default: false
        }
    }
}
