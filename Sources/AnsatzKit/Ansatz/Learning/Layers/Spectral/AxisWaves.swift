import Foundation

/// The cosines and sines of one axis that a window of frequencies needs: those of k and -k are the same.
struct AxisWaves {
    let points: Int
    /// The absolute values of the frequencies, ascending, as far as the grid resolves them.
    let magnitudes: [Int]
    /// Those of them that have a sine.
    let sines: [Int]

    init(points: Int, frequencies: [Int]) {
        self.points = points
        magnitudes = Set(frequencies.map(abs)).filter { 2 * $0 <= points }.sorted()
        // The sine of frequency 0 is 0, and so is that of half the points.
        sines = magnitudes.filter { $0 != 0 && 2 * $0 != points }
    }

    /// Rows of ``matrix``.
    var count: Int { magnitudes.count + sines.count }

    /// The row of cos(2πkx/n), or of sin for the positive k; `nil` where that is 0 or not resolved.
    func row(of frequency: Int, isSine: Bool) -> Int? {
        if isSine { return sines.firstIndex(of: abs(frequency)).map { magnitudes.count + $0 } }
        return magnitudes.firstIndex(of: abs(frequency))
    }

    /// [waves][points], cosines first.
    var matrix: [Double] {
        let angle = 2 * Double.pi / Double(points)
        // Products are taken modulo the period, so that the argument stays small and exact.
        return magnitudes.flatMap { k in (0..<points).map { cos(angle * Double(k * $0 % points)) } }
            + sines.flatMap { k in (0..<points).map { sin(angle * Double(k * $0 % points)) } }
    }
}
