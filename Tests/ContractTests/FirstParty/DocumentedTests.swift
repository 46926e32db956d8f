import AnsatzTesting
import TestSupport
import Testing

private let path = BuiltCommand.products.appending(path: "libRelaxation.so").path

// As in docs/contract-suite.md, whose test compares the lines.
private let suite = ContractSuite(
    library: path,
    good: [
        .solver("sor"),
        .solver("sor", ["omega": 1.2, "tolerance": 1e-10]),
        .integrator("crank_nicolson", ["solver": ["cg": ["tolerance": 1e-12]]], order: 2),
        .problem(
            "heat",
            [
                "dt": 1e-4, "steps": 10, "diffusivity": 1, "initial": "sin(pi*x)*sin(pi*y)", "forcing": 0,
                "exact": "exp(-2*pi^2*t)*sin(pi*x)*sin(pi*y)",
            ],
            refinement: RefinementStudy(
                order: 2, levels: [["cells": [8, 8]], ["cells": [16, 16]], ["cells": [32, 32]]])),
        .tuner("fixed", ["value": 1.5]),
        .tuner("tsallis_inf").excusing(.threads, because: "an example of how to leave out a claim"),
    ])

@Suite("The documented good values")
struct DocumentedTests {
    @Test(
        "fulfil what they declare",
        arguments: suite.checks.filter { [.order, .certificate, .optionsRoundTrip].contains($0.claim) })
    func contract(_ check: ContractCheck) throws { try check.run() }

    @Test("An excused claim has no check")
    func excused() {
        let claims = suite.checks.filter { $0.subject == "tuner 'tsallis_inf'" }.map(\.claim)
        #expect(!claims.contains(.threads))
        #expect(claims.contains(.proposals))
    }
}
