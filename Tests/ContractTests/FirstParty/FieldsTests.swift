import AnsatzTesting
import Foundation
import TestSupport
import Testing

private let suite = ContractSuite(
    library: BuiltCommand.products.appending(path: "libFields.so").path,
    good: [
        .operator("resample", ["points": [17, 33]]), .operator("resample", ["points": [2, 70]]),
        .stage("apply_operator"),
        .stage(
            "compare_fields",
            ["reference": ["stage": "model", "field": "v"], "metrics": ["relative_l2", "max_error"]]),
    ])

@Suite("Fields keeps the contract")
struct FieldsTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
