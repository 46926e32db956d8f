import AnsatzTesting
import Foundation
import TestSupport
import Testing

private let suite = ContractSuite(
    library: BuiltCommand.products.appending(path: "libMultigrid.so").path,
    good: [
        .solver("multigrid"), .solver("multigrid", ["tolerance": 1e-12, "cycle": "w"]),
        .solver("multigrid", ["cycle": "full_multigrid", "smoother": "chebyshev", "precision": "double"]),
        .solver("multigrid", ["smoother": "jacobi", "pre_sweeps": 2, "post_sweeps": 0]),
    ])

@Suite("Multigrid keeps the contract")
struct MultigridTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
