import Foundation
import Testing
import TestSupport

@Suite("The command as a user calls it")
struct RunTests {
    @Test("a heat run of 100 steps ends with a table, and its second call reuses the result")
    func runAndReuse() throws {
        let folder = try TemporaryFolder()
        let example = BuiltCommand.repository.appending(path: "examples/heat-sor-bandit.yaml").path
        let arguments = ["run", example, "--set", "stages.run.with.steps=100", "-o", folder.path("out")]
        let first = try BuiltCommand.run(arguments)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("omega1"))
        let second = try BuiltCommand.run(arguments)
        #expect(second.status == 0)
        #expect(second.errors.contains("run.cg: reuse (nothing changed)"))
    }
}
