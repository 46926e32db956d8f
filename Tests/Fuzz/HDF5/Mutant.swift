/// A damaged file: the same bytes for the same seed and number, in any order of making.
struct Mutant {
    let origin: String
    private(set) var bytes: [UInt8]
    private var random: RandomNumbers

    /// - Parameter number: which of the mutants of this `seed`.
    init(_ number: Int, seed: UInt64, of seeds: [SeedFile]) {
        var random = RandomNumbers(state: seed &* 0x9e37_79b9_7f4a_7c15 &+ UInt64(number))
        let file = seeds[random.below(seeds.count)]
        origin = file.name
        bytes = file.bytes
        self.random = random
        // Most damage is small; some goes on until little is left.
        let changes = self.random.below(4) == 0 ? 1 + self.random.below(12) : 1 + self.random.below(2)
        var keepsPlaces = true
        for _ in 0..<changes where bytes.count > 16 {
            if !change(file, seeds) { keepsPlaces = false }
        }
        // With checksums mended, damage gets past the first look.
        if keepsPlaces, self.random.below(4) != 0 { mendChecksums(file) }
    }

    /// Makes one change, and tells whether everything still stands where it stood.
    private mutating func change(_ file: SeedFile, _ seeds: [SeedFile]) -> Bool {
        switch random.below(16) {
        case 0, 1: bytes[somewhere(file)] ^= 1 << UInt8(random.below(8))
        case 2: bytes[somewhere(file)] = UInt8(random.below(256))
        case 3, 4, 5, 6: writeInteger(at: somewhere(file))
        case 7, 8: moveAddress(file)
        case 9: swapBlocks()
        case 10:
            let start = random.below(bytes.count)
            let end = min(bytes.count, start + 1 + random.below(64))
            let value: UInt8 = random.below(2) == 0 ? 0 : 255
            for place in start..<end { bytes[place] = value }
        case 11, 12: splice(seeds[random.below(seeds.count)])
        case 13:
            let end = random.below(bytes.count)
            if random.below(2) == 0 {
                for place in end..<bytes.count { bytes[place] = 0 }
            } else {
                bytes.removeLast(bytes.count - max(end, 16))
                return false
            }
        case 14:
            let start = random.below(bytes.count)
            bytes.removeSubrange(start..<min(bytes.count, start + 1 + random.below(16)))
            return false
        default:
            bytes.insert(contentsOf: (0...random.below(16)).map { _ in UInt8(random.below(256)) }, at: somewhere(file))
            return false
        }
        return true
    }

    /// Mostly just behind the beginning of a structure.
    private mutating func somewhere(_ file: SeedFile) -> Int {
        let start =
            file.signatures.isEmpty || random.below(3) == 0 ? nil : file.signatures[random.below(file.signatures.count)]
        let place = start.map { $0 + random.below(random.below(2) == 0 ? 32 : 256) } ?? random.below(bytes.count)
        return min(place, bytes.count - 1)
    }

    /// Lengths, counts and addresses at the edges of what they may be.
    private mutating func writeInteger(at place: Int) {
        let width = 1 << random.below(4)
        let values: [UInt64] = [
            0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1 << 32, 1 << 40,
            .max >> 1, .max, .max - 1, UInt64(bytes.count), UInt64(bytes.count) - 1, UInt64(place),
            UInt64(random.below(bytes.count)), UInt64(random.below(64)),
        ]
        let value = values[random.below(values.count)]
        for index in 0..<width where place + index < bytes.count {
            bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))
        }
    }

    /// Lets one address lead where another one leads: circles, or a structure where another kind belongs.
    private mutating func moveAddress(_ file: SeedFile) {
        guard file.addresses.count > 1 else { return }
        let from = file.addresses[random.below(file.addresses.count)]
        let to = file.addresses[random.below(file.addresses.count)]
        guard max(from, to) + 8 <= bytes.count else { return }
        for index in 0..<8 { bytes[to + index] = bytes[from + index] }
    }

    private mutating func swapBlocks() {
        let length = 1 + random.below(min(128, bytes.count / 2))
        let (first, second) = (random.below(bytes.count - length), random.below(bytes.count - length))
        for index in 0..<length { bytes.swapAt(first + index, second + index) }
    }

    private mutating func splice(_ other: SeedFile) {
        let length = 1 + random.below(256)
        let from = random.below(other.bytes.count)
        let to = random.below(2) == 0 ? min(from, bytes.count - 1) : random.below(bytes.count)
        for index in 0..<length where from + index < other.bytes.count && to + index < bytes.count {
            bytes[to + index] = other.bytes[from + index]
        }
    }

    private mutating func mendChecksums(_ file: SeedFile) {
        for block in file.checksums where block.upperBound + 4 <= bytes.count {
            let sum = Lookup3.hash(bytes[block])
            for index in 0..<4 {
                bytes[block.upperBound + index] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(index)))
            }
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct RandomNumbers {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((word ^ word >> 31).multipliedFullWidth(by: UInt64(max(bound, 1))).high)
    }
}
