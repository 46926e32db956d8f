import AnsatzTesting
import Foundation
import TestSupport
import Testing

private let matrix = BuiltCommand.repository.appending(path: "examples/data/perforated.mtx").path

private let suite = ContractSuite(
    library: BuiltCommand.products.appending(path: "libSparse.so").path,
    good: [
        .solver("gauss_seidel", ["omega": 1.5]),
        .solver("gauss_seidel", ["omega": 1.2, "direction": "symmetric", "tolerance": 1e-10]),
        .solver("amg"), .solver("amg", ["coarsest": 8, "cycle": "w", "tolerance": 1e-11]),
        .operator("gauss_seidel"), .operator("gauss_seidel", ["omega": 1.4]),
        .operator("amg"), .operator("amg", ["coarsest": 8, "sweeps": 2, "strength": 0]),
        .operator("ic0"), .operator("ilu0"),
        .problem("sparse_matrix", ["matrix": .string(matrix), "exact": "random"]),
        .problem("sparse_matrix", ["matrix": .string(matrix), "find_bound": false, "source": 2]),
    ])

@Suite("Sparse keeps the contract")
struct SparseTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
