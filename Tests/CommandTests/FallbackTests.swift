import TestSupport
import Testing

@Suite("Which solver a method and its fallback have, where several places name one")
struct FallbackTests {
    private func validate(_ using: String, _ method: String) throws -> BuiltCommand.Outcome {
        let run = try ScenarioRun(
            """
            name: nested
            stages:
              run:
                integrate: heat
                with: { cells: [8, 8], dt: 1e-3, steps: 2 }
                using: \(using)
                methods: { a: \(method) }
            """)
        return try BuiltCommand.run(["validate", run.file])
    }

    @Test(
        "The nearer place wins, be the solver within the integrator or beside it",
        arguments: [
            // A fallback that brings its own, beside the method's.
            (
                "{ integrator: crank_nicolson }",
                "{ solver: cg, fallback: { integrator: { crank_nicolson: { solver: sor } } } }"
            ),
            ("{ integrator: { crank_nicolson: { solver: cg } } }", "{ fallback: { solver: sor } }"),
            ("{ integrator: { crank_nicolson: { solver: cg } } }", "{ solver: sor }"),
            ("{ integrator: crank_nicolson, solver: cg }", "{ integrator: { crank_nicolson: { solver: sor } } }"),
        ])
    func nearer(using: String, method: String) throws {
        let outcome = try validate(using, method)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("Two solvers in one place are an error")
    func twice() throws {
        let outcome = try validate("{}", "{ integrator: { crank_nicolson: { solver: cg } }, solver: sor }")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("given twice"))
    }

    @Test("A failure is told once, with what to do")
    func once() throws {
        let run = try ScenarioRun(
            """
            name: failing
            stages:
              run:
                integrate: heat
                with: { cells: [8, 8], dt: 1e-3, steps: 2, initial: 1/(x-0.5) }
                using: { integrator: crank_nicolson, solver: cg }
            """)
        for mode in [[], ["--quiet"]] {
            let outcome = try BuiltCommand.run(run.arguments(to: "out", mode))
            #expect(outcome.status == 4)
            #expect(outcome.errors.components(separatedBy: "is not finite at").count == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains("help:"))
        }
    }
}
