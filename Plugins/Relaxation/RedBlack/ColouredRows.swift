import Ansatz
import Glibc

/// Memory for vectors over a ``ColouredGrid``. A row's half rows, of all vectors, lie side by side, so that a sweep goes
/// through memory once, on few pages.
///
/// What no point owns is zero: the values beyond walls. On a periodic axis along the row, the numbers before and after a
/// half row repeat its last and first.
final class ColouredRows {
    let halves: HalfRows
    private let memory: UnsafeMutablePointer<Double>

    var grid: ColouredGrid { halves.grid }
    var arrays: Int { halves.arrays }

    init(_ grid: ColouredGrid, arrays: Int) {
        let count = (grid.planes * grid.rows * arrays + 1) * grid.stride + 16
        // Large pages save most of the misses of the page table's cache.
        let (isLarge, page) = (count * 8 >= 1 << 22, 1 << 21)
        let bytes = isLarge ? (count * 8 + page - 1) / page * page : count * 8
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? page : 64)
        if isLarge { _ = madvise(raw, bytes, MADV_HUGEPAGE) }
        memory = raw.bindMemory(to: Double.self, capacity: count)
        memory.initialize(repeating: 0, count: count)
        halves = HalfRows(
            grid: grid, arrays: arrays, start: memory + 8,
            zeros: UnsafePointer(memory + (8 + grid.planes * grid.rows * arrays * grid.stride)))
    }

    deinit { UnsafeMutableRawPointer(memory).deallocate() }

    @inline(__always)
    func half(_ array: Int, plane: Int, row: Int) -> UnsafeMutablePointer<Double> {
        halves.half(array, plane: plane, row: row)
    }

    /// Copies a row-major vector to a pair of half rows, red and black.
    func pack(_ source: UnsafeBufferPointer<Double>, into red: Int, _ black: Int, _ threads: Threads) {
        precondition(source.count == grid.count, "\(source.count) numbers on \(grid.count) points")
        guard let source = source.baseAddress else { return }
        forEachRow(threads) { plane, row in
            let from = source + (plane * grid.rows + row) * grid.columns
            pack(row: from, into: red, black, plane: plane, row: row)
        }
    }

    /// Copies one row to its half rows.
    func pack(row source: UnsafePointer<Double>, into red: Int, _ black: Int, plane: Int, row: Int) {
        let isRedFirst = grid.offset(.red, plane: plane, row: row) == 0
        let even = half(isRedFirst ? red : black, plane: plane, row: row)
        let odd = half(isRedFirst ? black : red, plane: plane, row: row)
        let (evens, odds) = (grid.points(offset: 0), grid.points(offset: 1))
        var m = 0
        while m + 8 <= odds {
            let both = UnsafeRawPointer(source + 2 * m).loadUnaligned(as: SIMD16<Double>.self)
            store(both.evenHalf, even, m)
            store(both.oddHalf, odd, m)
            m += 8
        }
        while m < evens {
            even[m] = source[2 * m]
            if m < odds { odd[m] = source[2 * m + 1] }
            m += 1
        }
        halves.wrap(even, points: evens)
        halves.wrap(odd, points: odds)
    }

    /// Copies a pair of half rows to a row-major vector.
    func unpack(_ red: Int, _ black: Int, into target: UnsafeMutableBufferPointer<Double>, _ threads: Threads) {
        precondition(target.count == grid.count, "\(target.count) numbers on \(grid.count) points")
        guard let target = target.baseAddress else { return }
        let (evens, odds) = (grid.points(offset: 0), grid.points(offset: 1))
        forEachRow(threads) { plane, row in
            let to = target + (plane * grid.rows + row) * grid.columns
            let isRedFirst = grid.offset(.red, plane: plane, row: row) == 0
            let even = half(isRedFirst ? red : black, plane: plane, row: row)
            let odd = half(isRedFirst ? black : red, plane: plane, row: row)
            var m = 0
            while m + 8 <= odds {
                var both = SIMD16<Double>()
                both.evenHalf = lanes(even, m)
                both.oddHalf = lanes(odd, m)
                UnsafeMutableRawPointer(to + 2 * m).storeBytes(of: both, as: SIMD16<Double>.self)
                m += 8
            }
            while m < evens {
                to[2 * m] = even[m]
                if m < odds { to[2 * m + 1] = odd[m] }
                m += 1
            }
        }
    }

    /// Sets a pair of half rows to zero.
    func clear(_ red: Int, _ black: Int, _ threads: Threads) {
        forEachRow(threads) { plane, row in
            // What surrounds the points of one half row belongs to no other's points.
            for array in [red, black] {
                (half(array, plane: plane, row: row) - 1).update(repeating: 0, count: grid.stride)
            }
        }
    }

    /// Copies a pair of half rows to another memory of the same grid that holds nothing else, or back.
    func copy(_ red: Int, from source: ColouredRows, _ sourceRed: Int, _ threads: Threads) {
        forEachRow(threads) { plane, row in
            (half(red, plane: plane, row: row) - 1).update(
                from: source.half(sourceRed, plane: plane, row: row) - 1, count: 2 * grid.stride)
        }
    }

    private func forEachRow(_ threads: Threads, _ body: (_ plane: Int, _ row: Int) -> Void) {
        threads.forEach(0..<(grid.planes * grid.rows), grain: max(1, 32768 / grid.columns)) { block in
            for row in block { body(row / grid.rows, row % grid.rows) }
        }
    }
}

/// Where half rows are, for loops that must not count references.
struct HalfRows {
    let grid: ColouredGrid
    /// Half rows of a row.
    let arrays: Int
    /// The first half row.
    let start: UnsafeMutablePointer<Double>
    /// A half row of zeros.
    let zeros: UnsafePointer<Double>

    @inline(__always)
    func half(_ array: Int, plane: Int, row: Int) -> UnsafeMutablePointer<Double> {
        start + ((plane &* grid.rows &+ row) &* arrays &+ array) &* grid.stride
    }

    /// Repeats the ends of a half row on a periodic axis.
    @inline(__always)
    func wrap(_ half: UnsafeMutablePointer<Double>, points: Int) {
        guard grid.wrapsColumns else { return }
        half[-1] = half[points &- 1]
        half[points] = half[0]
    }
}
