/// Changes a scenario at the level of its bytes.
struct TextMutation {
    var random: FuzzRandom

    private static let pieces: [[UInt8]] =
        [
            "\t", "\r", "\r\n", "\n", "\u{FEFF}", "\0", "'", "\"", "#", " #", ": ", ":", "- ", "[", "]", "{", "}", ",",
            "|", ">",
            "%", "@", "`", "&a ", "*a", "!t ", "!!str ", "<<: ", "? ", "---\n", "...\n", "${", "}", "\\", "\u{2028}",
            "\u{85}",
            "\u{1B}[2J", "\u{202E}", "é", "日本", "  ", "    ", "~", "=", "%YAML 1.2\n", "|\n", ">-\n", "\\x",
            "\"\\u12\"",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x80], [0x80],
        ]

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(5) { change(&bytes) }
        return bytes
    }

    private mutating func range(_ bytes: [UInt8], atMost limit: Int) -> Range<Int> {
        let start = random.below(bytes.count)
        return start..<min(bytes.count, start + 1 + random.below(limit))
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else {
            bytes += random.pick(Self.pieces)
            return
        }
        let place = random.below(bytes.count)
        switch random.below(15) {
        case 0: bytes.removeSubrange(range(bytes, atMost: 8))
        case 1: bytes.removeSubrange(range(bytes, atMost: 200))
        case 2: bytes[place] ^= 1 << UInt8(random.below(8))
        case 3: bytes[place] = UInt8(random.below(256))
        case 4...7: bytes.insert(contentsOf: random.pick(Self.pieces), at: place)
        case 8: bytes.insert(contentsOf: bytes[range(bytes, atMost: 100)], at: place)
        case 9: bytes = Array(bytes[..<place])
        case 10: lines(&bytes)
        case 11:
            let piece = random.pick(Self.pieces)
            bytes.insert(contentsOf: (0..<random.below(400)).flatMap { _ in piece }, at: place)
        case 12:
            let ending = Array(random.pick(["\r\n", "\r", "\n\n", "\t\n"]).utf8)
            bytes = bytes.flatMap { $0 == 0x0A ? ending : [$0] }
        case 13: bytes.insert(contentsOf: Array(ScalarSource.any(&random).utf8), at: place)
        default:
            bytes.insert(contentsOf: [UInt8](repeating: UInt8(random.below(256)), count: random.below(3000)), at: place)
        }
    }

    /// Indentation, order and number of lines.
    private mutating func lines(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        let place = random.below(lines.count)
        switch random.below(6) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[place], at: random.below(lines.count))
        case 2: lines.swapAt(place, random.below(lines.count))
        case 3: lines[place] = Array(repeating: 0x20, count: random.below(9)) + lines[place].drop { $0 == 0x20 }
        case 4: lines[place].insert(0x09, at: 0)
        default: lines[place] = Array(lines[place].drop { $0 == 0x20 })
        }
        bytes = Array(lines.joined(separator: [0x0A]))
    }
}
