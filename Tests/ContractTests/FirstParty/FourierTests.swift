import Ansatz
import AnsatzTesting
import Foundation
import TestSupport
import Testing

private let suite = ContractSuite(
    library: BuiltCommand.products.appending(path: "libFourier.so").path,
    good: [
        .operator("fno", ["modes": [3, 3], "width": 4, "layers": 2, "padding": 0.1]),
        .operator("fno", ["modes": [4, 4], "width": 4, "layers": 1, "block": "neuraloperator", "separable": true]),
        .operator("tfno", ["modes": [4, 4], "width": 4, "layers": 1]),
    ])

@Suite("Fourier neural operators keep the contract")
struct FourierContractTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
