import Ansatz

/// A series over the steps of a march (`step_iterations`), condensed to a few hundred windows of equal length.
///
/// Values that are NaN, such as an option that was not chosen in a step, count for nothing.
struct StepSeries {
    /// Of each window: its last step, and of its values the first, the mean and the largest.
    private(set) var ends: [Double] = []
    private(set) var firsts: [Double] = []
    private(set) var means: [Double] = []
    private(set) var largest: [Double] = []
    /// The sum of all values up to the end of each window.
    private(set) var sums: [Double] = []
    /// Steps in a window.
    let window: Int
    /// Steps in all.
    let count: Int

    static let windowLimit = 500

    /// The length of windows of which so many steps have few enough.
    static func window(for count: Int) -> Int { max(1, (count + windowLimit - 1) / windowLimit) }

    /// Reads a variable over the one dimension `step`, a few MiB at a time.
    ///
    /// - Parameter window: steps in a window; series that are compared need the same.
    init(_ variable: StoredVariable, from reader: DatasetReader, window: Int) throws {
        let count = variable.shape.first ?? 0
        let window = max(1, window)
        (self.window, self.count) = (window, count)
        let block = max(1, 262_144 / window) * window
        var sum = 0.0
        var start = 0
        while start < count {
            let values = try reader.read(variable.name, slabs: start..<min(count, start + block)).doubles
            values.withBuffer { values in
                var first = 0
                while first < values.count {
                    let last = min(values.count, first + window)
                    add(values[first..<last], endingAt: start + last, &sum)
                    first = last
                }
            }
            start += block
        }
    }

    private mutating func add(_ values: Slice<UnsafeBufferPointer<Double>>, endingAt end: Int, _ sum: inout Double) {
        var (total, top, first, present) = (0.0, -Double.infinity, Double.nan, 0)
        for value in values where !value.isNaN {
            if present == 0 { first = value }
            present += 1
            total += value
            top = max(top, value)
        }
        sum += total
        ends.append(Double(end))
        firsts.append(first)
        means.append(total / Double(present))
        largest.append(top)
        sums.append(sum)
    }

    /// A caption for curves of a window's `statistic`: nothing where windows are single steps.
    func note(_ statistic: String) -> String { window == 1 ? "" : "\(statistic) of every \(window) steps." }
}
