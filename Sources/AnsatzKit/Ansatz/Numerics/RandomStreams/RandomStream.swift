/// A stream of random numbers that depends on its names and a position alone.
///
/// The stream is the sequence of 64-bit words that ``Philox4x32`` makes of the counters 0, 1, ..., two words a block.
/// A stream is named by a seed, a stage, a purpose and an index; streams of different names are independent. Any word
/// can be had without those before it, so that element i of a bulk fill is the same for any number of threads, and a
/// checkpoint holds a stream in a few bytes: encode it, or keep ``position``.
///
/// ```swift
/// var random = RandomStream(seed: 7, stage: "data", purpose: "permeability", index: sample)
/// let noise = random.normal()
/// ```
///
/// Key: the first 16 bytes of SHA-256 over the UTF-8 bytes of `ansatz-random-1`, the seed as 8 bytes, each name as its
/// length in 8 bytes and its UTF-8 bytes, and the index as 8 bytes, all little-endian; read as four little-endian 32-bit
/// words: Philox's key, then the upper half of its counter. The lower half counts blocks.
public struct RandomStream: RandomNumberGenerator, Sendable {
    let key: SIMD2<UInt32>
    let counterHigh: SIMD2<UInt32>

    /// The number of words taken so far: the index of the next. It may be set to any value.
    public var position: UInt64

    // The block of the last word taken: its second word needs no second call.
    private var knownBlock: UInt64?
    private var knownWords = SIMD4<UInt32>()

    /// The stream of these names, at its start.
    public init(seed: UInt64, stage: String = "", purpose: String, index: UInt64 = 0) {
        var bytes = Array("ansatz-random-1".utf8)
        func append(_ number: UInt64) {
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        append(seed)
        for name in [stage, purpose] {
            append(UInt64(name.utf8.count))
            bytes += Array(name.utf8)
        }
        append(index)
        let digest = Digest(of: bytes).bytes
        func word(_ start: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(digest[start + $1]) << UInt32(8 * $1) }
        }
        self.init(key: SIMD2(word(0), word(4)), counterHigh: SIMD2(word(8), word(12)), position: 0)
    }

    init(key: SIMD2<UInt32>, counterHigh: SIMD2<UInt32>, position: UInt64) {
        self.key = key
        self.counterHigh = counterHigh
        self.position = position
    }

    /// The next 64 random bits. Takes one word.
    public mutating func next() -> UInt64 {
        let block = position >> 1
        if knownBlock != block {
            knownWords = words(ofBlock: block)
            knownBlock = block
        }
        defer { position &+= 1 }
        return position & 1 == 0
            ? UInt64(knownWords.x) | UInt64(knownWords.y) << 32 : UInt64(knownWords.z) | UInt64(knownWords.w) << 32
    }

    /// The word at `index` of the stream, wherever its position is.
    public func word(at index: UInt64) -> UInt64 {
        let words = words(ofBlock: index >> 1)
        return index & 1 == 0 ? UInt64(words.x) | UInt64(words.y) << 32 : UInt64(words.z) | UInt64(words.w) << 32
    }

    private func words(ofBlock block: UInt64) -> SIMD4<UInt32> {
        let low = SIMD2(UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32))
        return Philox4x32.block(counter: SIMD4(low.x, low.y, counterHigh.x, counterHigh.y), key: key)
    }
}

extension RandomStream: Hashable {
    /// Equal names and positions: equal numbers from here on.
    public static func == (left: RandomStream, right: RandomStream) -> Bool {
        left.key == right.key && left.counterHigh == right.counterHigh && left.position == right.position
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(counterHigh)
        hasher.combine(position)
    }
}

extension RandomStream: Codable {
    private enum CodingKeys: String, CodingKey { case key, position }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let words = try container.decode([UInt32].self, forKey: .key)
        guard words.count == 4 else {
            throw DecodingError.dataCorruptedError(
                forKey: .key, in: container, debugDescription: "a random stream's key has 4 words, not \(words.count)")
        }
        self.init(
            key: SIMD2(words[0], words[1]), counterHigh: SIMD2(words[2], words[3]),
            position: try container.decode(UInt64.self, forKey: .position))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode([key.x, key.y, counterHigh.x, counterHigh.y], forKey: .key)
        try container.encode(position, forKey: .position)
    }
}
