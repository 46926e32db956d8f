import Ansatz
import AnsatzTesting
import Foundation
import Testing

@testable import PluginName

private let suite = ContractSuite(plugin)

@Test("keeps the contract of its role", arguments: suite.checks)
func contract(_ check: ContractCheck) throws { try check.run() }

/// On four cells with one mode, u = ξ (0, s, 1, s, 0) with s = sin(π/4), and f = λu with λ = 16 (2 − √2).
@Test("draws the mode and its source")
func oneMode() throws {
    var generator = PluginName()
    generator.options = .init(cells: 4, modes: 1)
    let run = RunContext(seed: 3, stage: "test", threads: .one)
    var random = run.random("test")
    let values = try generator.sample(0, &random, run).values.map(\.elements)
    let ξ = values[1][2]
    let (s, λ) = (0.5.squareRoot(), 16 * (2 - 2.squareRoot()))
    for (i, mode) in [0, s, 1, s, 0].enumerated() {
        #expect(abs(values[1][i] - ξ * mode) <= 4 * .ulpOfOne * abs(ξ))
        #expect(abs(values[0][i] - λ * ξ * mode) <= 16 * .ulpOfOne * λ * abs(ξ))
    }
}

@Test("sees a solution that is wrong at one point")
func residual() throws {
    let run = RunContext(seed: 3, stage: "test", threads: .one)
    var random = run.random("test")
    let sample = try PluginName().sample(0, &random, run)
    #expect(sample.residual <= 1e-8)
    var u = sample.values[1].elements
    u[10] += 1e-3
    #expect(PluginName.residual(of: u, sample.values[0].elements) > 1e-3)
}
