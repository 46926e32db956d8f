import Ansatz
import AnsatzTesting
import Foundation
import TestSupport
import Testing

private let suite = ContractSuite(
    library: BuiltCommand.products.appending(path: "libMgNO.so").path,
    good: [
        .operator("mgno", ["layers": 2, "channels": 3, "iterations": [1, 1, 2]]),
        .operator(
            "mgno",
            [
                "layers": 1, "channels": 3, "iterations": [1, 1], "kernel": 5, "padding": "circular",
                "norm": "channels", "residual": true, "bias": true, "output": "affine",
            ]),
    ])

@Suite("MgNO keeps the contract")
struct MgNOContractTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
