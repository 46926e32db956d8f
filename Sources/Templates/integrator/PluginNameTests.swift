import Ansatz
import AnsatzTesting
import Foundation
import Testing

@testable import PluginName

private let suite = ContractSuite(plugin)

@Test("keeps the contract of its role", arguments: suite.checks)
func contract(_ check: ContractCheck) throws { try check.run() }

/// For du/dt = −λu each step multiplies u by (1 − (1 − θ)λΔt) / (1 + θλΔt).
@Test("amplifies a mode by the factor that theory says", arguments: [0.5, 0.75, 1])
func amplification(θ: Double) throws {
    let (λ, step, steps) = (3.0, 0.25, 8)
    let equation = Decay(rate: λ)
    var integrator = PluginName()
    integrator.options.theta = θ
    integrator.options.solver = ComponentChoice(Division())
    let run = RunContext(seed: 0, stage: "test", threads: .one)
    try integrator.prepare(run)
    var u = try equation.initialState()
    for n in 0..<steps { _ = try integrator.advance(&u, of: equation, time: Double(n) * step, step: step, run) }
    let factor = (1 - (1 - θ) * λ * step) / (1 + θ * λ * step)
    // Each step rounds a few times.
    #expect(abs(u[0, 0] - pow(factor, Double(steps))) <= Double(8 * steps) * .ulpOfOne)
}

/// du/dt = −λu from u = 1.
private final class Decay: LinearEvolution {
    let rate: Double
    init(rate: Double) { self.rate = rate }

    func initialState() -> Tensor<Double> { Tensor([1], shape: [1, 1]) }

    func rate(of state: Tensor<Double>, at time: Double, into rate: inout Tensor<Double>) {
        rate = state.map { -self.rate * $0 }
    }

    func implicitStep(
        from state: Tensor<Double>, time: Double, step: Double, theta: Double
    ) -> any LinearSystem {
        let diagonal = 1 + theta * step * rate
        let system = ConstantStencilSystem(
            ConstantStencil(rows: 1, columns: 1, diagonal: diagonal, alongRow: 0, acrossRows: 0),
            .symmetricPositiveDefinite)
        system.rightHandSide = state.map { (1 - (1 - theta) * step * self.rate) * $0 }
        return system
    }

    func defect(
        of new: Tensor<Double>, from old: Tensor<Double>, time: Double, step: Double, scheme: StepScheme
    ) -> Double? { nil }
}

/// x = b / d for a matrix that is diagonal.
private struct Division: Solver {
    static let info = ComponentInfo("division", "Divides by the diagonal")
    var options = NoOptions()

    func solve(_ system: any StencilSystem, into x: inout Tensor<Double>, _ run: RunContext) -> SolveReport {
        x = system.rightHandSide.map { $0 / system.stencil.diagonal }
        return SolveReport(iterations: 1, residual: 0)
    }
}
