import CLearning

/// The rows of a sparse matrix, 16 at a time, as sums of permuted windows of 16 neighbours: what follows from few
/// stretches of x costs a few instructions instead of a gather.
struct PermutationSteps {
    /// Where the steps of each 16 rows begin, and the end of all.
    private var firsts: [Int32] = [0]
    /// Two windows a step.
    private var starts: [Int32] = []
    /// 16 a step: places in both windows, and coefficients, 0 for rows that take nothing from them.
    private var places: [Int32] = []
    private var coefficients: [Float] = []

    private struct Entry {
        var lane: Int
        var column: Int
        var coefficient: Double
    }

    /// `nil` where there are fewer than 16 columns.
    init?(_ rows: [[(Int, Double)]]) {
        let columns = (rows.joined().map(\.0).max() ?? 0) + 1
        guard columns >= 16 else { return nil }
        for first in stride(from: 0, to: rows.count, by: 16) {
            var entries = (first..<Swift.min(first + 16, rows.count)).flatMap { row in
                rows[row].map { Entry(lane: row - first, column: $0.0, coefficient: $0.1) }
            }
            while !entries.isEmpty { addStep(&entries, columns) }
            firsts.append(Int32(coefficients.count / 16))
        }
    }

    /// A step with the window that serves most rows, and the one that serves most of the others; each row takes at most
    /// one number from both.
    private mutating func addStep(_ entries: inout [Entry], _ columns: Int) {
        // Windows on whole vectors, but the last ends at the last column.
        func start(_ column: Int) -> Int { Swift.min(column / 16 * 16, columns - 16) }
        var served: UInt16 = 0
        var (place, factor) = ([Int32](repeating: 0, count: 16), [Float](repeating: 0, count: 16))
        for window in 0..<2 {
            var lanes: [Int: UInt16] = [:]
            for entry in entries where served >> entry.lane & 1 == 0 {
                lanes[start(entry.column), default: 0] |= 1 << entry.lane
            }
            let best = lanes.max { ($0.value.nonzeroBitCount, $1.key) < ($1.value.nonzeroBitCount, $0.key) }?.key ?? 0
            entries.removeAll { entry in
                guard served >> entry.lane & 1 == 0, start(entry.column) == best else { return false }
                served |= 1 << entry.lane
                place[entry.lane] = Int32(16 * window + entry.column - best)
                factor[entry.lane] = Float(entry.coefficient)
                return true
            }
            starts.append(Int32(best))
        }
        places += place
        coefficients += factor
    }

    func run(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ count: Int, length: Int, stride: Int,
        adds: Bool
    ) {
        ansatz_permute_f(x, firsts, starts, places, coefficients, count, y, length, stride, adds ? 1 : 0)
    }
}
