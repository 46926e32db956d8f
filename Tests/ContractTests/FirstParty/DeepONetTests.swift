import Ansatz
import AnsatzTesting
import Foundation
import TestSupport
import Testing

private let suite = ContractSuite(
    library: BuiltCommand.products.appending(path: "libDeepONet.so").path,
    good: [
        .operator("deeponet"), .operator("deeponet", ["basis": "pod", "modes": 1, "zero_walls": ["x-"]]),
        .operator("deeponet", ["convolutions": [3, 2], "kernel": 3]), .operator("linear_operator"),
        .operator("linear_operator", ["method": "train"]),
    ])

@Suite("DeepONet keeps the contract")
struct DeepONetContractTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
