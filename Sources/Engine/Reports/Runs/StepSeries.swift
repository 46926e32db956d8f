import Ansatz

/// A series over the steps of a march (`step_iterations`), condensed to a few hundred windows of equal length.
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

    static let windowLimit = 500

    /// Reads a variable over the one dimension `step`, a few MiB at a time.
    init(_ variable: StoredVariable, from reader: DatasetReader) throws {
        let count = variable.shape.first ?? 0
        let window = max(1, (count + Self.windowLimit - 1) / Self.windowLimit)
        self.window = window
        let block = max(1, 262_144 / window) * window
        var sum = 0.0
        var start = 0
        while start < count {
            let values = try reader.read(variable.name, slabs: start..<min(count, start + block)).doubles
            values.withBuffer { values in
                var first = 0
                while first < values.count {
                    let last = min(values.count, first + window)
                    var (total, top) = (0.0, -Double.infinity)
                    for value in values[first..<last] {
                        total += value
                        top = max(top, value)
                    }
                    sum += total
                    ends.append(Double(start + last))
                    firsts.append(values[first])
                    means.append(total / Double(last - first))
                    largest.append(top)
                    sums.append(sum)
                    first = last
                }
            }
            start += block
        }
    }

    /// A caption for curves of a window's `statistic`: nothing where windows are single steps.
    func note(_ statistic: String) -> String { window == 1 ? "" : "\(statistic) of every \(window) steps." }
}
