/// Packs arrays with known lifetimes into one block of memory: those whose lifetimes overlap don't share a byte.
struct MemoryPlan {
    private struct Placed {
        var lifetime: ClosedRange<Int>
        var range: Range<Int>
    }

    private var placed: [Placed] = []
    /// Numbers that the block needs.
    private(set) var count = 0

    /// The offset of an array of `size` numbers: the first gap among those alive at the same time, in whole cache lines.
    mutating func place(_ size: Int, alive lifetime: ClosedRange<Int>) -> Int {
        let size = (Swift.max(size, 1) + 15) / 16 * 16
        let others = placed.filter { $0.lifetime.overlaps(lifetime) }.map(\.range).sorted {
            $0.lowerBound < $1.lowerBound
        }
        var offset = 0
        for other in others where other.lowerBound < offset + size { offset = Swift.max(offset, other.upperBound) }
        placed.append(Placed(lifetime: lifetime, range: offset..<offset + size))
        count = Swift.max(count, offset + size)
        return offset
    }
}
