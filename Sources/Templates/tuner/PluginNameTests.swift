import Ansatz
import AnsatzTesting
import Testing

@testable import PluginName

private let suite = ContractSuite(plugin)

@Test("keeps the contract of its role", arguments: suite.checks)
func contract(_ check: ContractCheck) throws { try check.run() }

/// With values 1, 1.1, ..., 1.9 and cost (v − 1.52)², the cheapest is 1.5. Without exploration it is proposed for ever
/// after the first ten; with ε, at least as often as the rounds that don't explore.
@Test("proposes the cheapest value but for its exploration", arguments: [0, 0.25])
func exploits(ε: Double) {
    var tuner = PluginName()
    tuner.options.exploration = ε
    tuner.begin(TuningSpace(1...1.9))
    var random = RunContext(seed: 0, stage: "test", threads: .one).random("test")
    let system = ConstantStencilSystem(
        ConstantStencil(rows: 1, columns: 1, diagonal: 1, alongRow: 0, acrossRows: 0), .symmetricPositiveDefinite)
    let context = TuningContext(system)
    let proposals = (0..<4010).map { _ in
        let value = tuner.propose(context, random: &random)
        tuner.observe(cost: (value - 1.52) * (value - 1.52), of: value, context)
        return value
    }
    let hits = proposals.dropFirst(10).count { abs($0 - 1.5) < 1e-12 }
    // A round hits with probability 1 − 0.9ε: binomial, so 6 standard deviations below its mean is out of reach.
    let p = 1 - 0.9 * ε
    #expect(Double(hits) >= 4000 * p - 6 * (4000 * p * (1 - p)).squareRoot())
    #expect(Set(proposals.prefix(10)).count == 10)
}
