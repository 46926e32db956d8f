import Ansatz
import AnsatzTesting
import Foundation
import TestSupport
import Testing

/// A matrix that the suite's own solver does not need long for.
private let matrix: JSONValue = {
    let count = 40
    var lines = ["%%MatrixMarket matrix coordinate real symmetric", "\(count) \(count) \(2 * count - 1)"]
    for row in 1...count {
        lines.append("\(row) \(row) \(2 + 0.1 * Double(row % 3))")
        if row > 1 { lines.append("\(row) \(row - 1) -1") }
    }
    do {
        return .string(try TemporaryFolder(shared: "sparse").write(lines.joined(separator: "\n"), to: "line.mtx"))
    } catch {
        return .string("\(error)")
    }
}()

private let suite = ContractSuite(
    library: BuiltCommand.products.appending(path: "libSparse.so").path,
    good: [
        .solver("gauss_seidel", ["omega": 1.5]),
        .solver("gauss_seidel", ["omega": 1.2, "direction": "symmetric", "tolerance": 1e-10]),
        .solver("amg"), .solver("amg", ["coarsest": 8, "cycle": "w", "tolerance": 1e-11]),
        .operator("gauss_seidel"), .operator("gauss_seidel", ["omega": 1.4]),
        .operator("amg"), .operator("amg", ["coarsest": 8, "sweeps": 2, "strength": 0]),
        .operator("ic0"), .operator("ilu0"),
        .problem("sparse_matrix", ["matrix": matrix, "exact": "random"]),
        .problem("sparse_matrix", ["matrix": matrix, "find_bound": false, "source": 2]),
    ])

@Suite("Sparse keeps the contract")
struct SparseTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
