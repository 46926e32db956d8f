import AnsatzTesting
import TestSupport
import Testing

private let suite = ContractSuite(
    library: BuiltCommand.products.appending(path: "libDatasets.so").path,
    good: [
        .generator("antiderivative", ["sensors": 20]),
        .generator("antiderivative", ["sensors": 20, "points": 7, "length": 0.5]),
        .generator("antiderivative", ["sensors": 20, "aligned": false]),
        .generator("advection", ["points": 10, "times": 4]),
        .generator("advection", ["points": 10, "times": 1, "t_end": 0.3, "family": "square_ellipse"]),
    ])

@Suite("Datasets keeps the contract")
struct DatasetsTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
