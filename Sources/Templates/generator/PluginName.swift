import Ansatz
import Foundation

/// Pairs of a random source and the solution of Poisson's equation on the unit interval with zero ends, discretized:
///
///     (−uᵢ₋₁ + 2 uᵢ − uᵢ₊₁) / h² = fᵢ,    u₀ = uₙ = 0,    h = 1/n.
///
/// sin(kπx) is an eigenvector with eigenvalue λₖ = (2 − 2 cos kπh) / h², so with random ξₖ, standard normal,
///
///     u = Σ ξₖ k^(−decay) sin(kπx),    f = Σ λₖ ξₖ k^(−decay) sin(kπx),    k = 1...modes
///
/// solve it exactly, but for rounding. The residual of each sample is recomputed by differences.
struct PluginName: Generator {
    struct Options: ComponentOptions {
        var cells = 64
        var modes = 8
        var decay = 2.0

        static let keys: [Key<Self>] = [
            Key("cells", \.cells, range: .closed(2, 1_000_000), help: "cells of the interval"),
            Key("modes", \.modes, range: .closed(1, 1000), help: "sine modes"),
            Key("decay", \.decay, unit: "1", range: .closed(0, 10), help: "decay of the modes; larger is smoother"),
        ]

        func conflicts() -> [OptionConflict] {
            modes < cells ? [] : [OptionConflict("modes", "\(cells) cells carry at most \(cells - 1) modes")]
        }
    }

    static let info = ComponentInfo("plugin_name", "Random sources and solutions of Poisson's equation on an interval")

    var options = Options()

    var residualLimit: Double { 1e-8 }

    func layout() -> [DatasetLayout.Variable] {
        let x = Axis("x", .uniform(first: 0, spacing: 1 / Double(options.cells), count: options.cells + 1))
        return [
            DatasetLayout.Variable("f", axes: [x], longName: "source"),
            DatasetLayout.Variable("u", axes: [x], longName: "solution"),
        ]
    }

    func sample(_ index: Int, _ random: inout RandomStream, _ run: RunContext) throws -> GeneratedSample {
        let n = options.cells
        let h = 1 / Double(n)
        var (f, u) = (Tensor<Double>(shape: [n + 1]), Tensor<Double>(shape: [n + 1]))
        for k in 1...options.modes {
            let ξ = random.normal() * pow(Double(k), -options.decay)
            let λ = (2 - 2 * cos(.pi * Double(k) * h)) / (h * h)
            let mode = Tensor((0...n).map { $0 % n == 0 ? 0 : sin(.pi * Double(k * $0) * h) })
            axpy(ξ, mode, &u)
            axpy(λ * ξ, mode, &f)
            try run.checkCancellation()
        }
        return GeneratedSample(values: [f, u], residual: Self.residual(of: u.elements, f.elements))
    }

    /// ‖f − A u‖₂ / ‖f‖₂ at the inner points.
    static func residual(of u: [Double], _ f: [Double]) -> Double {
        let squaredCells = Double((u.count - 1) * (u.count - 1))
        let r = (1..<u.count - 1).map { i in f[i] - (2 * u[i] - u[i - 1] - u[i + 1]) * squaredCells }
        return norm2(Tensor(r)) / max(norm2(Tensor(f)), .leastNormalMagnitude)
    }
}

let plugin = Plugin("plugin_name", version: "0.1.0") { PluginName.self }
