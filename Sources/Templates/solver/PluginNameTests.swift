import Ansatz
import AnsatzTesting
import Foundation
import Testing

@testable import PluginName

private let suite = ContractSuite(plugin)

@Test("keeps the contract of its role", arguments: suite.checks)
func contract(_ check: ContractCheck) throws { try check.run() }

/// On n points of a line, v = sin(πi/(n + 1)) is an eigenvector of the matrix [−1 2 −1], λ = 2 − 2 cos(π/(n + 1)). So for
/// b = λv each sweep from zero shrinks the residual by exactly 1 − ωλ/2, and the number of sweeps is known.
@Test("needs the number of sweeps that theory says, and finds the answer", arguments: [1.0, 0.8])
func sweeps(ω: Double) throws {
    let n = 15
    let λ = 2 - 2 * cos(.pi / Double(n + 1))
    let v = Tensor((1...n).map { sin(.pi * Double($0) / Double(n + 1)) }, shape: [1, n])
    let system = ConstantStencilSystem(
        ConstantStencil(rows: 1, columns: n, diagonal: 2, alongRow: -1, acrossRows: 0), .symmetricPositiveDefinite)
    system.rightHandSide = v.map { λ * $0 }
    var solver = PluginName()
    solver.options.omega = ω
    var x = Tensor<Double>(shape: [1, n])
    let report = try solver.solve(system, into: &x, RunContext(seed: 0, stage: "test", threads: .one))
    #expect(report.iterations == Int((log(1e-8) / log(1 - ω * λ / 2)).rounded(.up)))
    // The error is along v, too, so it shrinks like the residual.
    axpy(-1, v, &x)
    #expect(norm2(x) <= 1e-8 * norm2(v))
}
