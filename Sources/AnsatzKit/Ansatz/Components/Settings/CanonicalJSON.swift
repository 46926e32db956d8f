/// The one text of a JSON value: keys in the order of their bytes, no blanks, numbers in their shortest form. Equal
/// values have equal texts, so the text can be hashed: an integral number is the same as the integer.
public enum CanonicalJSON {
    /// The canonical text, on one line.
    public static func text(_ value: JSONValue) -> String { text(value, indentation: nil) }

    /// The same with line breaks and two blanks a level, for people; ends in a line break.
    public static func pretty(_ value: JSONValue) -> String { text(value, indentation: 0) + "\n" }

    private static func text(_ value: JSONValue, indentation: Int?) -> String {
        var bytes: [UInt8] = []
        write(value, to: &bytes, indentation: indentation)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ value: JSONValue, to bytes: inout [UInt8], indentation: Int?) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .number(let value): write(number: value, to: &bytes)
        case .string(let text): write(string: text, to: &bytes)
        case .array(let items):
            write(items, between: "[", and: "]", to: &bytes, indentation: indentation) { item, bytes, inner in
                write(item, to: &bytes, indentation: inner)
            }
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            write(sorted, between: "{", and: "}", to: &bytes, indentation: indentation) { member, bytes, inner in
                write(string: member.key, to: &bytes)
                bytes += (inner == nil ? ":" : ": ").utf8
                write(member.value, to: &bytes, indentation: inner)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], between open: String, and close: String, to bytes: inout [UInt8], indentation: Int?,
        _ body: (Element, inout [UInt8], Int?) -> Void
    ) {
        func newLine(_ level: Int) -> String { "\n" + String(repeating: "  ", count: level) }
        bytes += open.utf8
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes += ",".utf8 }
            if let indentation { bytes += newLine(indentation + 1).utf8 }
            body(element, &bytes, indentation.map { $0 + 1 })
        }
        if let indentation, !elements.isEmpty { bytes += newLine(indentation).utf8 }
        bytes += close.utf8
    }

    private static func write(number: Double, to bytes: inout [UInt8]) {
        guard number.isFinite else {
            bytes += (number.isNaN ? "\"nan\"" : number > 0 ? "\"inf\"" : "\"-inf\"").utf8
            return
        }
        if let integer = Int(exactly: number), number.sign == .plus || integer != 0 {
            bytes += String(integer).utf8
            return
        }
        let text = number.description
        bytes += (text.hasSuffix(".0") ? String(text.dropLast(2)) : text).utf8
    }

    private static func write(string: String, to bytes: inout [UInt8]) {
        let hexadecimal = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20:
                bytes += "\\u00".utf8
                bytes.append(hexadecimal[Int(byte >> 4)])
                bytes.append(hexadecimal[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
