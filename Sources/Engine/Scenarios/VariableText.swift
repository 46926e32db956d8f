/// A scalar's text, split at its `${name}`s; `$${` stands for the characters `${`.
struct VariableText {
    enum Part: Equatable {
        case literal(String)
        /// `number` counts the `${` before it, escaped ones included.
        case variable(name: String, number: Int)
    }

    struct Failure: Error {
        var message: String
        var help: String
        var number: Int
    }

    let parts: [Part]

    init(_ text: String) throws(Failure) {
        let scalars = Array(text.unicodeScalars)
        var parts: [Part] = []
        var literal = String.UnicodeScalarView()
        var number = 0
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "$", index + 1 < scalars.count else {
                literal.append(scalars[index])
                index += 1
                continue
            }
            if scalars[index + 1] == "$", index + 2 < scalars.count, scalars[index + 2] == "{" {
                literal.append(contentsOf: "${".unicodeScalars)
                number += 1
                index += 3
            } else if scalars[index + 1] == "{" {
                guard let end = scalars[(index + 2)...].firstIndex(of: "}") else {
                    throw Failure(
                        message: "'${' is not closed", help: "write ${name}, or $${ for the characters themselves",
                        number: number)
                }
                var view = String.UnicodeScalarView()
                view.append(contentsOf: scalars[(index + 2)..<end])
                let name = try Self.name(String(view), number: number)
                if !literal.isEmpty { parts.append(.literal(String(literal))) }
                literal = String.UnicodeScalarView()
                parts.append(.variable(name: name, number: number))
                number += 1
                index = end + 1
            } else {
                literal.append(scalars[index])
                index += 1
            }
        }
        if !literal.isEmpty { parts.append(.literal(String(literal))) }
        self.parts = parts
    }

    private static func name(_ text: String, number: Int) throws(Failure) -> String {
        var name = String(text.trimmingPrefix { $0 == " " })
        while name.hasSuffix(" ") { name.removeLast() }
        if name.hasPrefix("vars.") { name.removeFirst(5) }
        guard isName(name) else {
            throw Failure(
                message: "'${\(text)}' does not name a variable",
                help: "only a name stands between the braces; calculate outside, as in (${a} + ${b})/2", number: number)
        }
        return name
    }

    /// Names have letters, digits, `_` and `-`, and start with a letter or `_`.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first), first != 0x2D else { return false }
        return text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
                default: false
                }
            }
    }
}
