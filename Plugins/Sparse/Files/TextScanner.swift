import Ansatz
import Glibc

/// Reads numbers from the lines of a text, and knows where it is.
struct TextScanner {
    private let name: String
    private let base: UnsafePointer<UInt8>
    private let count: Int
    private(set) var position = 0
    /// From 1.
    private(set) var line = 1

    init(_ bytes: FileBytes) {
        name = bytes.name
        base = UnsafePointer(bytes.base)
        count = bytes.count
    }

    /// An error at the current line.
    func failure(_ message: String, help: String? = nil) -> ComputationError {
        .badInput("\(name):\(line): \(message)", help: help)
    }

    var isAtEnd: Bool { position >= count }
    var remaining: Int { count - position }

    /// Goes to the first character of the next line that has any and is no comment; false at the end.
    @inline(__always)
    mutating func skipToData() -> Bool {
        while position < count {
            switch base[position] {
            case 10:
                line &+= 1
                position &+= 1
            case 32, 9, 13: position &+= 1
            case UInt8(ascii: "%"):
                while position < count, base[position] != 10 { position &+= 1 }
            default: return true
            }
        }
        return false
    }

    /// A whole number from 0 on this line.
    @inline(__always)
    mutating func count(_ what: @autoclosure () -> String) throws -> Int {
        skipBlanks()
        let start = position
        var value = 0
        while position < count {
            let digit = base[position] &- 48
            guard digit < 10 else { break }
            guard value < 100_000_000_000_000_000 else { throw failure("\(what()) is too large") }
            value = value &* 10 &+ Int(digit)
            position &+= 1
        }
        if position == start || !isAtDelimiter {
            position = start
            throw failure("\(what()) must be a whole number, found \(shown())")
        }
        return value
    }

    /// A number on this line; not finite ones are errors.
    @inline(__always)
    mutating func number(_ what: @autoclosure () -> String) throws -> Double {
        skipBlanks()
        let start = position
        var isNegative = false
        if base[position] == UInt8(ascii: "-") || base[position] == UInt8(ascii: "+") {
            isNegative = base[position] == UInt8(ascii: "-")
            position &+= 1
        }
        var (mantissa, exponent, digits): (UInt64, Int, Int) = (0, 0, 0)
        var seen = false
        while base[position] &- 48 < 10 {
            seen = true
            if digits > 0 || base[position] != 48 { digits &+= 1 }
            mantissa = mantissa &* 10 &+ UInt64(base[position] &- 48)
            position &+= 1
        }
        if base[position] == UInt8(ascii: ".") {
            position &+= 1
            while base[position] &- 48 < 10 {
                seen = true
                if digits > 0 || base[position] != 48 { digits &+= 1 }
                mantissa = mantissa &* 10 &+ UInt64(base[position] &- 48)
                exponent &-= 1
                position &+= 1
            }
        }
        guard seen else { throw noNumber(what(), start) }
        let mark = base[position] | 32
        if mark == UInt8(ascii: "e") || mark == UInt8(ascii: "d") {
            let before = position
            position &+= 1
            var isDown = false
            if base[position] == UInt8(ascii: "-") || base[position] == UInt8(ascii: "+") {
                isDown = base[position] == UInt8(ascii: "-")
                position &+= 1
            }
            guard base[position] &- 48 < 10 else { throw noNumber(what(), start) }
            var power = 0
            while base[position] &- 48 < 10 {
                if power < 100_000 { power = power &* 10 &+ Int(base[position] &- 48) }
                position &+= 1
            }
            exponent &+= isDown ? -power : power
            if mark == UInt8(ascii: "d") { return try parsed(start, before, what) }
        }
        guard isAtDelimiter else { throw noNumber(what(), start) }
        // Programs write zeros to the last place.
        while mantissa >= 1 << 53, digits <= 19, mantissa % 10 == 0 {
            mantissa /= 10
            exponent &+= 1
        }
        // Both are exact, so that one operation rounds once; anything else is the library's.
        if digits <= 19, mantissa < 1 << 53, exponent >= -22, exponent <= 22 {
            let whole = Double(mantissa)
            let value = exponent < 0 ? whole / Self.powers[-exponent] : whole * Self.powers[exponent]
            return isNegative ? -value : value
        }
        return try parsed(start, nil, what)
    }

    /// By the library.
    ///
    /// - Parameter mark: where a Fortran D stands for the E of an exponent.
    private mutating func parsed(_ start: Int, _ mark: Int?, _ what: () -> String) throws -> Double {
        guard isAtDelimiter else { throw noNumber(what(), start) }
        var value: Double
        if let mark {
            var text = Array(UnsafeBufferPointer(start: base + start, count: position - start))
            text[mark - start] = UInt8(ascii: "e")
            value = strtod(String(decoding: text, as: UTF8.self), nil)
        } else {
            // A zero stands behind the text.
            value = strtod(UnsafeRawPointer(base + start).assumingMemoryBound(to: CChar.self), nil)
        }
        guard value.isFinite else { throw failure("\(what()) is beyond the range of double precision") }
        return value
    }

    private mutating func noNumber(_ what: String, _ start: Int) -> ComputationError {
        position = start
        let text = shown()
        let isNotFinite = ["nan", "inf", "-inf", "+inf", "-nan"].contains(text.dropFirst().dropLast().lowercased())
        return failure(isNotFinite ? "\(what) is not finite" : "\(what) must be a number, found \(text)")
    }

    /// Throws where anything but blanks follows on this line.
    @inline(__always)
    mutating func endLine() throws {
        skipBlanks()
        guard position < count, base[position] != 10 else { return }
        throw failure("found \(shown()) behind the end of the entry")
    }

    /// The words of this line.
    mutating func words() -> [String] {
        let start = position
        while position < count, base[position] != 10 { position += 1 }
        let text = String(decoding: UnsafeBufferPointer(start: base + start, count: position - start), as: UTF8.self)
        return text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    }

    @inline(__always)
    private mutating func skipBlanks() {
        while position < count, base[position] == 32 || base[position] == 9 || base[position] == 13 { position &+= 1 }
    }

    @inline(__always)
    private var isAtDelimiter: Bool { position >= count || base[position] <= 32 }

    /// The word here, for messages.
    private func shown() -> String {
        guard position < count, base[position] != 10 else { return "the end of the line" }
        var end = position
        while end < count, base[end] > 32, end - position < 24 { end += 1 }
        let word = UnsafeBufferPointer(start: base + position, count: max(end - position, 1))
        return "'\(String(decoding: word, as: UTF8.self))'"
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
