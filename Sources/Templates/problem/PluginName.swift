import Ansatz

/// The screened Poisson equation on the unit square with zero boundary values:
///
///     −(∂²u/∂x² + ∂²u/∂y²) + k² u = source(x, y).
///
/// Five-point differences at the inner corners of n × n cells, h = 1/n:
///
///     ((4 + k²h²) uᵢⱼ − uᵢ,ⱼ₋₁ − uᵢ,ⱼ₊₁ − uᵢ₋₁,ⱼ − uᵢ₊₁,ⱼ) / h² = sourceᵢⱼ
///
/// Second order in h. The larger k, the easier for iterative solvers.
struct PluginName: StationaryProblem {
    struct Options: ComponentOptions {
        var cells = 32
        var screening = 1.0
        var source: FieldSource<OverSpace> = "1"

        static let keys: [Key<Self>] = [
            Key("cells", \.cells, range: .closed(2, 10_000), help: "cells along each side"),
            Key("screening", \.screening, unit: "1", range: .closed(0, 1e6), help: "k; its inverse is a length"),
            Key("source", \.source, unit: "1", help: "right-hand side of the equation"),
        ]
    }

    static let info = ComponentInfo("plugin_name", "Screened Poisson equation on the unit square")
    static let offers: [StatementKind] = [.stencilSystem]

    var options = Options()

    private var inner: Int { options.cells - 1 }
    private var h: Double { 1 / Double(options.cells) }
    private var axes: [Axis] {
        ["y", "x"].map { Axis($0, .uniform(first: h, spacing: h, count: inner), longName: "\($0) coordinate") }
    }

    func extent() -> ProblemExtent {
        let unknowns = inner * inner
        // The solution, the right-hand side, a fresh residual, five vectors of a Krylov method, and the output.
        return ProblemExtent(unknowns: unknowns, memory: 9 * 8 * unknowns, frameBytes: ["u": 8 * unknowns])
    }

    func system(_ run: RunContext) throws -> any LinearSystem {
        let (k, w) = (options.screening, 1 / (h * h))
        let system = ConstantStencilSystem(
            ConstantStencil(rows: inner, columns: inner, diagonal: 4 * w + k * k, alongRow: -w, acrossRows: -w),
            .symmetricPositiveDefinite)
        try options.source.sampler(on: axes, run).sample(at: 0, into: &system.rightHandSide)
        return system
    }

    func fields(of solution: Tensor<Double>) throws -> [Field] {
        [try Field("u", axes: axes, solution, longName: "solution")]
    }

    func certificate(of solution: Tensor<Double>, _ system: any LinearSystem) -> Certificate {
        let residual = system.relativeResidual(of: solution)
        return Certificate([.init("residual", "relative residual, recomputed", value: residual, limit: 1e-6)])
    }

    func metrics(of solution: Tensor<Double>) -> [Metric] { [Metric("dx", h)] }
}

let plugin = Plugin("plugin_name", version: "0.1.0") { PluginName.self }
