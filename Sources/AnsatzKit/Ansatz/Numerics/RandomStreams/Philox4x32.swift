/// The block function Philox4x32-10: 128 random bits from a 128-bit counter and a 64-bit key.
///
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011.
public enum Philox4x32 {
    /// The bits of one block.
    public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var (x0, x1, x2, x3) = (counter.x, counter.y, counter.z, counter.w)
        var (k0, k1) = (key.x, key.y)
        for _ in 0..<10 {
            let first = UInt64(x0) &* 0xD251_1F53
            let second = UInt64(x2) &* 0xCD9E_8D57
            (x0, x1, x2, x3) = (
                UInt32(truncatingIfNeeded: second >> 32) ^ x1 ^ k0, UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ x3 ^ k1, UInt32(truncatingIfNeeded: first)
            )
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return SIMD4(x0, x1, x2, x3)
    }

    /// The bits of eight blocks at once, whose counters start with the 64-bit numbers `first`, `first` + 1, ...
    ///
    /// - Parameter high: the counters' other two words.
    /// - Returns: for each block its bits as two 64-bit words, the earlier word of a pair in the lower half.
    static func eightBlocks(
        from first: UInt64, high: SIMD2<UInt32>, key: SIMD2<UInt32>
    ) -> (SIMD8<UInt64>, SIMD8<UInt64>) {
        // 32-bit numbers in 64-bit lanes. The masks before the products cost nothing: they show the compiler that
        // one 32-bit multiplication a lane is enough.
        let low = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
        let counters = SIMD8<UInt64>(repeating: first) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7)
        var x0 = counters & low
        var x1 = counters &>> 32
        var x2 = SIMD8<UInt64>(repeating: UInt64(high.x))
        var x3 = SIMD8<UInt64>(repeating: UInt64(high.y))
        var (k0, k1) = (key.x, key.y)
        for _ in 0..<10 {
            let first = (x0 & low) &* SIMD8(repeating: 0xD251_1F53)
            let second = (x2 & low) &* SIMD8(repeating: 0xCD9E_8D57)
            x0 = (second &>> 32) ^ x1 ^ SIMD8(repeating: UInt64(k0))
            x1 = second & low
            x2 = (first &>> 32) ^ x3 ^ SIMD8(repeating: UInt64(k1))
            x3 = first & low
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return (x0 | (x1 &<< 32), x2 | (x3 &<< 32))
    }
}
