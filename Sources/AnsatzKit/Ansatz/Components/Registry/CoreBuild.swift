import CAnsatz

/// Which core this is: what a plugin must have been compiled against.
public struct CoreBuild: Hashable, Sendable, CustomStringConvertible {
    /// The number of the plugin interface.
    public var abi: UInt32
    public var isDebug: Bool
    /// 128 bits over the core's sources, flags, toolchain and the processor's features.
    public var fingerprint: [UInt64]

    /// The core that is running.
    public static var current: CoreBuild {
        #if DEBUG
            let isDebug = true
        #else
            let isDebug = false
        #endif
        return CoreBuild(
            abi: UInt32(ANSATZ_ABI_NUMBER), isDebug: isDebug,
            fingerprint: [CoreFingerprint.high, CoreFingerprint.low])
    }

    /// The first twelve digits of the fingerprint and the kind of build.
    public var description: String { "\(fingerprintText.prefix(12)) (\(isDebug ? "debug" : "release"))" }

    /// All 32 hexadecimal digits.
    public var fingerprintText: String {
        fingerprint.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// The record that a plugin carries in its ELF section `.ansatz`, written at its own compilation.
    ///
    /// Little-endian: magic (8 bytes, its low half the record's version), ABI number (4), debug flag (4),
    /// fingerprint (16).
    ///
    /// - Returns: `nil` where the bytes are no such record.
    public init?(handshake bytes: [UInt8]) {
        func word(_ offset: Int, _ width: Int) -> UInt64 {
            (0..<width).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * UInt64($1)) }
        }
        guard bytes.count >= 32, word(0, 8) == Self.handshakeMagic else { return nil }
        self.init(abi: UInt32(word(8, 4)), isDebug: word(12, 4) != 0, fingerprint: [word(16, 8), word(24, 8)])
    }

    public init(abi: UInt32, isDebug: Bool, fingerprint: [UInt64]) {
        self.abi = abi
        self.isDebug = isDebug
        self.fingerprint = fingerprint
    }

    private static let handshakeMagic: UInt64 = 0x5A54_4153_4E41_0001
}
