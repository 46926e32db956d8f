/// Decompresses zlib data (RFC 1950, 1951), slowly, without the library that made them.
struct Inflate {
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private var bit = 16
    private var output: [UInt8] = []

    static func decompress(_ bytes: [UInt8]) throws -> [UInt8] {
        var state = Inflate(bytes: bytes)
        while try !state.block() {}
        return state.output
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func bits(_ count: Int) throws -> Int {
        var value = 0
        for place in 0..<count {
            guard bit / 8 < bytes.count else { throw Malformed() }
            value |= Int(bytes[bit / 8] >> (bit % 8) & 1) << place
            bit += 1
        }
        return value
    }

    /// Symbols by (length, code) of a canonical Huffman code.
    private func code(_ lengths: [Int]) -> [SIMD2<Int>: Int] {
        var symbols: [SIMD2<Int>: Int] = [:]
        var next = 0
        for length in 1...15 {
            next <<= 1
            for (symbol, its) in lengths.enumerated() where its == length {
                symbols[SIMD2(length, next)] = symbol
                next += 1
            }
        }
        return symbols
    }

    private mutating func symbol(_ code: [SIMD2<Int>: Int]) throws -> Int {
        var value = 0
        for length in 1...15 {
            value = try value << 1 | bits(1)
            if let symbol = code[SIMD2(length, value)] { return symbol }
        }
        throw Malformed()
    }

    private mutating func block() throws -> Bool {
        let isLast = try bits(1) == 1
        switch try bits(2) {
        case 0:
            bit = (bit + 7) / 8 * 8
            let count = try bits(16)
            _ = try bits(16)
            for _ in 0..<count { output.append(UInt8(try bits(8))) }
        case 1:
            let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
            try compressed(code(lengths), code([Int](repeating: 5, count: 30)))
        case 2:
            let (literals, distances, count) = try (bits(5) + 257, bits(5) + 1, bits(4) + 4)
            var lengths = [Int](repeating: 0, count: 19)
            let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
            for place in order.prefix(count) { lengths[place] = try bits(3) }
            let meta = code(lengths)
            var all: [Int] = []
            while all.count < literals + distances {
                switch try symbol(meta) {
                case 16: all += repeatElement(all.last ?? 0, count: try bits(2) + 3)
                case 17: all += repeatElement(0, count: try bits(3) + 3)
                case 18: all += repeatElement(0, count: try bits(7) + 11)
                case let length: all.append(length)
                }
            }
            try compressed(code(Array(all.prefix(literals))), code(Array(all.dropFirst(literals))))
        default: throw Malformed()
        }
        return isLast
    }

    private mutating func compressed(_ literals: [SIMD2<Int>: Int], _ distances: [SIMD2<Int>: Int]) throws {
        while true {
            let symbol = try symbol(literals)
            if symbol == 256 { return }
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            let (index, extra) = (symbol - 257, max(0, (symbol - 261) / 4))
            let length =
                switch index {
                case ..<8: 3 + index
                case 28: 258
                default: try 3 + (4 + (index - 4) % 4) << extra + bits(extra)
                }
            let place = try self.symbol(distances)
            let more = max(0, place / 2 - 1)
            let distance = place < 2 ? 1 + place : try 1 + (2 + place % 2) << more + bits(more)
            guard distance <= output.count else { throw Malformed() }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }
}
