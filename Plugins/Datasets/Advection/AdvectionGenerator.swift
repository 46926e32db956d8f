import Ansatz
import Foundation

/// Pairs of a random wave and its advection around the periodic unit interval:
///
///     ∂u/∂t + speed ∂u/∂x = 0,    u(x, 0) = initial(x),    so u(x, t) = initial(x − speed t).
///
/// Fields `initial` and `u`, the latter at equally spaced times from 0 to `t_end`, or at `t_end` alone where `times` is 1.
/// Exact: the wave is a formula. Square waves have heights in [1, 2], widths in [0.3, 0.6], centres in [0.3, 0.7]; with
/// `square_ellipse`, widths in [0.1, 0.2], heights in [0.5, 2], centres in [0.2, 0.3], and beside them the upper half of an
/// ellipse, √max(h² − a² (x − c)², 0) with c in [0.7, 0.8], a in [5, 10], h in [0.5, 2], cut off at x = 1.
///
/// The residual compares the values whose characteristics start at grid points with `initial` there.
///
/// Source: L. Lu et al., "A comprehensive and fair comparison of two neural operators", CMAME 393 (2022), cases I to III.
/// Their points include x = 1.
struct AdvectionGenerator: Generator {
    struct Options: ComponentOptions {
        var points = 40
        var times = 40
        var end = 1.0
        var speed = 1.0
        var family = WaveFamily.square

        static let keys: [Key<Self>] = [
            Key("points", \.points, range: .closed(2, 1_000_000), help: "equally spaced places x, without x = 1"),
            Key("times", \.times, range: .closed(1, 1_000_000), help: "equally spaced times; 1 for t_end alone"),
            Key("t_end", \.end, unit: "1", range: .closed(1e-9, 1000), help: "last time"),
            Key("speed", \.speed, unit: "1", range: .closed(-1000, 1000), help: "of the advection"),
            Key("family", \.family, help: "square waves, or square waves with half ellipses"),
        ]

        func conflicts() -> [OptionConflict] {
            points * times <= 100_000_000
                ? []
                : [
                    OptionConflict(
                        "times", "\(points) points at \(times) times are more than 100 million numbers a sample")
                ]
        }
    }

    static let info = ComponentInfo(
        "advection", "Random waves and their advection around a periodic interval, exact",
        references: [.fairComparison])

    var options = Options()

    var residualLimit: Double { 1e-12 }

    private var axis: Axis {
        Axis(
            "x", .uniform(first: 0, spacing: 1 / Double(options.points), count: options.points),
            longName: "x coordinate", topology: .periodic)
    }

    /// The times of `u`.
    private var times: [Double] {
        guard options.times > 1 else { return [options.end] }
        return (0..<options.times).map { options.end * Double($0) / Double(options.times - 1) }
    }

    func layout() throws -> [DatasetLayout.Variable] {
        let spacing = options.end / Double(max(options.times - 1, 1))
        let time = Axis(
            "time", .uniform(first: 0, spacing: spacing, count: options.times), longName: "time", role: .time)
        return [
            DatasetLayout.Variable("initial", axes: [axis], longName: "initial value"),
            DatasetLayout.Variable("u", axes: (options.times > 1 ? [time] : []) + [axis], longName: "solution"),
        ]
    }

    mutating func sample(
        _ index: Int, _ random: inout RandomStream, _ run: RunContext
    ) throws -> GeneratedSample {
        let wave = Wave(options.family, &random)
        let places = axis.values
        let initial = places.map { wave($0) }
        var values: [Double] = []
        var worst = 0.0
        for time in times {
            try run.checkCancellation()
            let shift = options.speed * time
            let row = places.map { wave($0 - shift) }
            worst = max(worst, residual(of: row, after: shift, from: initial))
            values += row
        }
        let shape = (options.times > 1 ? [options.times] : []) + [options.points]
        return GeneratedSample(values: [Tensor(initial), Tensor(values, shape: shape)], residual: worst)
    }

    /// The root mean square distance from the initial values that arrive, relative to them; 0 where none start at points.
    private func residual(of row: [Double], after shift: Double, from initial: [Double]) -> Double {
        let n = Double(options.points)
        let cells = shift * n - (shift * n / n).rounded(.down) * n
        let whole = Int(cells.rounded())
        guard abs(cells - cells.rounded()) < 1e-9 else { return 0 }
        var (squares, scale) = (0.0, 0.0)
        for (index, value) in row.enumerated() {
            let start = initial[(index - whole + 2 * options.points) % options.points]
            squares += (value - start) * (value - start)
            scale += start * start
        }
        return scale == 0 ? squares.squareRoot() : (squares / scale).squareRoot()
    }
}
