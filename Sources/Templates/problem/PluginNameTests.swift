import Ansatz
import AnsatzTesting
import Foundation
import Testing

@testable import PluginName

private let suite = ContractSuite(plugin)

@Test("keeps the contract of its role", arguments: suite.checks)
func contract(_ check: ContractCheck) throws { try check.run() }

/// sin(πx) sin(πy) is an eigenvector of the differences, with eigenvalue λ = 4 (1 − cos πh) / h²; so for that source the
/// discrete solution is source / (λ + k²).
@Test("has the solution that theory says, and refuses another", arguments: [0.0, 3], [2, 17, 32])
func eigenvector(k: Double, cells: Int) throws {
    var problem = PluginName()
    problem.options = .init(cells: cells, screening: k, source: "sin(pi*x) * sin(pi*y)")
    let system = try problem.system(RunContext(seed: 0, stage: "test", threads: .one))
    let h = 1 / Double(cells)
    let λ = 4 * (1 - cos(.pi * h)) / (h * h)
    let solution = system.rightHandSide.map { $0 / (λ + k * k) }
    // Differences of neighbours lose digits: 4/h² of the solution against λ + k² of it.
    let limit = 64 * .ulpOfOne / (h * h) / (λ + k * k)
    #expect(system.relativeResidual(of: solution) <= limit)
    #expect(problem.certificate(of: solution, system).isValid)
    let wrong = solution.map { 1.001 * $0 }
    #expect(!problem.certificate(of: wrong, system).isValid)
}
