import Ansatz
import Foundation

/// Pairs of a random function v and its antiderivative:
///
///     u(x) = ∫₀ˣ v,    0 ≤ x ≤ 1,    v Gaussian with covariance exp(−(x − y)² / (2 length²)).
///
/// Aligned: fields `v` at the sensors and `u` at points, the same ones unless `points` is given. Unaligned: `v` at the
/// sensors, one random place `y` in [0, 1), and the antiderivative `s` there. v is a polynomial (``SmoothProcess``), its
/// antiderivative exact to rounding; the residual is its distance from Gauss's quadrature of v, relative to the largest
/// |u|.
///
/// Source: L. Lu et al., "Learning nonlinear operators via DeepONet", Nature Machine Intelligence 3 (2021), section 4.1.
/// There, functions are cubic splines through 1000 points.
struct AntiderivativeGenerator: Generator {
    struct Options: ComponentOptions {
        var sensors = 100
        var points: Int?
        var length = 0.2
        var isAligned = true

        static let keys: [Key<Self>] = [
            Key("sensors", \.sensors, range: .closed(2, 1_000_000), help: "equally spaced points, ends included, of v"),
            Key("points", \.points, range: .closed(2, 1_000_000), help: "the same of u; the sensors unless given"),
            Key("length", \.length, unit: "1", range: .closed(0.01, 10), help: "over which v varies"),
            Key("aligned", \.isAligned, help: "u at the same points in all samples; else at one random place each"),
        ]

        func conflicts() -> [OptionConflict] {
            isAligned || points == nil
                ? [] : [OptionConflict("points", "'points' is for aligned data, and 'aligned' is false")]
        }
    }

    static let info = ComponentInfo(
        "antiderivative", "Gaussian random functions and their antiderivatives, exact", references: [.deepONet])

    var options = Options()
    private var process: SmoothProcess?
    private var quadrature = GaussQuadrature(1)

    var residualLimit: Double { 1e-12 }

    mutating func prepare(_ run: RunContext) throws {
        let process = SmoothProcess(length: options.length)
        quadrature = GaussQuadrature(process.count / 2 + 1)
        self.process = process
    }

    private static func axis(_ name: String, _ count: Int, _ longName: String) -> Axis {
        Axis(name, .uniform(first: 0, spacing: 1 / Double(count - 1), count: count), longName: longName)
    }

    func layout() throws -> [DatasetLayout.Variable] {
        let sensors = Self.axis("sensor", options.sensors, "place of the sensor")
        guard options.isAligned else {
            return [
                DatasetLayout.Variable("v", axes: [sensors], longName: "function"),
                DatasetLayout.Variable(
                    "y", axes: [.index("component", count: 1, role: .component)], longName: "place"),
                DatasetLayout.Variable("s", longName: "antiderivative at y"),
            ]
        }
        let points = Self.axis("x", options.points ?? options.sensors, "x coordinate")
        return [
            DatasetLayout.Variable("v", axes: [options.points == nil ? points : sensors], longName: "function"),
            DatasetLayout.Variable("u", axes: [points], longName: "antiderivative"),
        ]
    }

    mutating func sample(
        _ index: Int, _ random: inout RandomStream, _ run: RunContext
    ) throws -> GeneratedSample {
        guard let process else { throw ComputationError.unsuitable("antiderivative was not prepared", help: nil) }
        let v = process.draw(&random)
        let u = v.antiderivative
        let layout = try layout()
        let sensors = Tensor(try values(of: v, at: layout[0].axes[0].values, run))
        let places = options.isAligned ? layout[1].axes[0].values : [random.uniform()]
        let values = try values(of: u, at: places, run)
        // Of all of u: at a single place it may be near 0.
        let size = max((0...32).map { abs(u(Double($0) / 32)) }.max() ?? 0, .leastNormalMagnitude)
        let checked = stride(from: 0, to: places.count, by: max(1, places.count / 8))
        let error = checked.map { abs(quadrature.integral(to: places[$0]) { v($0) } - values[$0]) }.max() ?? 0
        return GeneratedSample(
            values: options.isAligned
                ? [sensors, Tensor(values)] : [sensors, Tensor(places), Tensor(values, shape: [])],
            residual: error / size)
    }

    private func values(of series: ChebyshevSeries, at places: [Double], _ run: RunContext) throws -> [Double] {
        try places.enumerated().map { index, place in
            if index % 4096 == 4095 { try run.checkCancellation() }
            return series(place)
        }
    }
}
