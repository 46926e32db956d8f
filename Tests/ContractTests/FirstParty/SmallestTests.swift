import Ansatz
import AnsatzTesting
import Testing

private let plugin = Plugin("smallest", version: "1") { Descent<Honest>.self }

// As in docs/contract-suite.md, whose test compares the lines.
private let suite = ContractSuite(plugin)

@Test("keeps the contract of its role", arguments: suite.checks)
func contract(_ check: ContractCheck) throws { try check.run() }
