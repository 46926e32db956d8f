import Ansatz
import AnsatzTesting
import Foundation
import Testing

@testable import PluginName

private let suite = ContractSuite(plugin)

@Test("keeps the contract of its role", arguments: suite.checks)
func contract(_ check: ContractCheck) throws { try check.run() }

/// With mirrored ends, cos(kπi/(n − 1)) is an eigenvector of a pass along its axis, with factor (1 + cos(kπ/(n − 1)))/2.
@Test("damps a wave by the factor that theory says, along each axis", arguments: [1, 3, 8], [1, 5])
func damping(k: Int, passes: Int) throws {
    let (rows, columns) = (7, 9)
    func wave(_ k: Int, _ i: Int, _ n: Int) -> Double { cos(.pi * Double(k * i) / Double(n - 1)) }
    let u = (0..<rows * columns).map { wave(2, $0 / columns, rows) * wave(k, $0 % columns, columns) }
    let axes = [Axis.index("y", count: rows, role: .space), Axis.index("x", count: columns, role: .space)]
    let field = try Field("u", axes: axes, Tensor(u, shape: [rows, columns]))
    var smoothing = PluginName()
    smoothing.options.passes = passes
    let smooth = try smoothing.apply([field], RunContext(seed: 0, stage: "test", threads: .one))[0].doubles.elements
    let factor = pow((1 + wave(2, 1, rows)) / 2 * (1 + wave(k, 1, columns)) / 2, Double(passes))
    // Each pass rounds a few times.
    for (new, old) in zip(smooth, u) { #expect(abs(new - factor * old) <= Double(8 * passes) * .ulpOfOne) }
}
