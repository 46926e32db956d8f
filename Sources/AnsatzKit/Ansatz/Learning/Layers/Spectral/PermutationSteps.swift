import CLearning

/// The rows of a sparse matrix, 16 at a time, as sums of permuted windows of 16 neighbours: what follows from few
/// stretches of x costs a few instructions instead of a gather.
struct PermutationSteps {
    /// Where the steps of each 16 rows begin, and the end of all.
    private let firsts: [Int32]
    private let starts: [Int32]
    /// 16 a step, places in the window and coefficients, 0 for rows that take nothing from it.
    private let places: [Int32]
    private let coefficients: [Float]

    /// `nil` where there are fewer than 16 columns.
    init?(_ rows: [[(Int, Double)]]) {
        let columns = (rows.joined().map(\.0).max() ?? 0) + 1
        guard columns >= 16 else { return nil }
        var (firsts, starts, places, coefficients) = ([Int32(0)], [Int32](), [Int32](), [Float]())
        for first in stride(from: 0, to: rows.count, by: 16) {
            var entries = (first..<Swift.min(first + 16, rows.count)).flatMap { row in
                rows[row].map { (lane: row - first, column: $0.0, coefficient: $0.1) }
            }
            while let lowest = entries.map(\.column).min() {
                // Windows end at the last column at most. Each row takes one number from a window.
                let start = Swift.min(lowest, columns - 16)
                var (place, factor) = ([Int32](repeating: 0, count: 16), [Float](repeating: 0, count: 16))
                var (rest, taken) = (entries, Set<Int>())
                rest.removeAll { entry in
                    guard entry.column - start < 16, taken.insert(entry.lane).inserted else { return false }
                    place[entry.lane] = Int32(entry.column - start)
                    factor[entry.lane] = Float(entry.coefficient)
                    return true
                }
                entries = rest
                starts.append(Int32(start))
                places += place
                coefficients += factor
            }
            firsts.append(Int32(starts.count))
        }
        self.firsts = firsts
        self.starts = starts
        self.places = places
        self.coefficients = coefficients
    }

    func run(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ count: Int, length: Int, stride: Int,
        adds: Bool
    ) {
        ansatz_permute_f(x, firsts, starts, places, coefficients, count, y, length, stride, adds ? 1 : 0)
    }
}
