import Foundation
import Testing
import TestSupport

/// Methods that claim success without having any: the problem's own arithmetic decides.
@Suite("Dishonest methods")
struct DishonestMethodTests {
    /// A method in a scenario's words, and what its failure must say.
    struct Case: CustomTestStringConvertible, Sendable {
        var method: String
        var words: [String]
        var testDescription: String { method }

        init(_ method: String, _ words: [String]) { (self.method, self.words) = (method, words) }
    }

    /// A run of a scenario with the plugin Dishonest.
    struct Trial {
        let folder: TemporaryFolder
        let outcome: BuiltCommand.Outcome

        init(_ scenario: String) throws {
            folder = try TemporaryFolder()
            let file = try folder.write(scenario, to: "scenario.yaml")
            outcome = try BuiltCommand.run(
                ["run", file, "--plugin-path", TestPlugin.dishonest.library(), "-o", folder.path("out")])
        }

        func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder.path("out/" + path)) }

        /// A method's part of `summary.json`.
        func method(_ name: String, of stage: String) throws -> [String: Any] {
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.path("out/summary.json")))
            let summary = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let stages = try #require(summary["stages"] as? [String: [String: Any]])
            let methods = try #require(stages[stage]?["methods"] as? [String: [String: Any]])
            return try #require(methods[name])
        }

        func warnings() throws -> [String] {
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.path("out/summary.json")))
            let summary = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            return summary?["warnings"] as? [String] ?? []
        }
    }

    /// Finds the folder of a method's result wherever the run directory keeps it.
    private func resultFolders(_ trial: Trial, method: String) -> [String] {
        let paths = FileManager.default.enumerator(atPath: trial.folder.path("out"))?.compactMap { $0 as? String } ?? []
        return paths.filter { URL(fileURLWithPath: $0).lastPathComponent == method }
    }

    private func checkFailure(_ trial: Trial, stage: String, words: [String]) throws {
        #expect(trial.outcome.status == 4, "\(trial.outcome.errors)")
        let dishonest = try trial.method("dishonest", of: stage)
        #expect(dishonest["status"] as? String == "failed")
        let message = try #require(dishonest["error"] as? String)
        let help = try #require(dishonest["help"] as? String)
        #expect(!help.isEmpty)
        for word in words { #expect(message.contains(word), "\(word) in: \(message)") }
        #expect(trial.outcome.errors.contains("\(stage).dishonest: \(message)"))
        #expect(resultFolders(trial, method: "dishonest").isEmpty)
        #expect(try trial.method("honest", of: stage)["status"] as? String == "ok")
        #expect(resultFolders(trial, method: "honest").count == 1)
    }

    private static func solve(_ method: String, fallback: Bool = false) -> String {
        """
        name: trial
        stages:
          u:
            solve: poisson
            with: { cells: [12, 10], source: 1 + x }
            methods:
              dishonest: { solver: \(method)\(fallback ? ", fallback: { solver: cg }" : "") }
              honest: { solver: cg }
        """
    }

    /// Every certificate's failure says which check, its value and its limit.
    static let limit = "at most 1e-06 is accepted"

    static let solvers = [
        // b − A·0 = b, so the residual is 1; the start of `poisson` is zero too.
        Case("liar: { lie: zeros }", ["certificate of 'liar' failed", "residual is 1.0,", limit]),
        Case("liar: { lie: start }", ["certificate of 'liar' failed", "residual is 1.0,", limit]),
        Case("liar: { lie: nan }", ["'liar'", "not finite at index [0, 0]"]),
        Case("liar: { lie: shape }", ["solver 'liar'", "shape [1]", "shape [9, 11]"]),
        Case("liar: { lie: iterations_below_zero }", ["solver 'liar'", "-1 iterations"]),
        Case("nearly: { error: 1e-3 }", ["certificate of 'nearly' failed", limit]),
        Case(
            "relaxed_liar: { omega: { tune: { overreaching: { value: 2.5 } } } }",
            ["tuner 'overreaching'", "2.5", "'omega' of solver 'relaxed_liar'", "between 0 and 2 (both excluded)"]),
        // The ends of an open interval are outside.
        Case("relaxed_liar: { omega: { tune: { overreaching: { value: 2 } } } }", ["tuner 'overreaching'", "2.0"]),
        Case(
            "ssor_cg: { omega: { tune: { overreaching: { nan: true } } } }", ["tuner 'overreaching'", "nan", "'omega'"]),
    ]

    @Test("that solve fail with the check, and the other methods of the stage go on", arguments: solvers)
    func solverFails(_ lie: Case) throws {
        let trial = try Trial(Self.solve("{ \(lie.method) }"))
        try checkFailure(trial, stage: "u", words: lie.words)
    }

    @Test("that solve give way to the fallback, which is noted", arguments: solvers)
    func solverFallsBack(_ lie: Case) throws {
        try checkFallback(try Trial(Self.solve("{ \(lie.method) }", fallback: true)), stage: "u")
    }

    private static func sequence(_ method: String, fallback: Bool = false) -> String {
        """
        name: trial
        stages:
          many:
            solve: shifted_laplacian
            with: { points: [11, 9], instances: 6 }
            methods:
              dishonest: { solver: \(method)\(fallback ? ", fallback: { solver: cg }" : "") }
              honest: { solver: cg }
        """
    }

    static let sequenceSolvers = [
        Case("liar: { lie: zeros }", ["instance 1 by 'liar'", "worst_residual is 1.0,", limit]),
        Case("liar: { lie: nan }", ["'liar'", "instance 1", "not finite at index [0, 0]"]),
        Case("liar: { lie: shape }", ["instance 1", "solver 'liar'", "shape [1]", "shape [9, 11]"]),
        Case("liar: { lie: iterations_below_zero }", ["instance 1", "solver 'liar'", "-1 iterations"]),
        Case("nearly: { error: 1e-3 }", ["instance 1 by 'nearly'", limit]),
    ]

    @Test("that solve a sequence fail at the first instance, or give way to the fallback", arguments: sequenceSolvers)
    func sequenceSolver(_ lie: Case) throws {
        try checkFailure(try Trial(Self.sequence("{ \(lie.method) }")), stage: "many", words: lie.words)
        try checkFallback(try Trial(Self.sequence("{ \(lie.method) }", fallback: true)), stage: "many")
    }

    @Test("an answer that is 0.1 % off is seen as that")
    func nearlyIsMeasured() throws {
        // A (1 + e) x − b = e b.
        let trial = try Trial(Self.solve("{ nearly: { error: 1e-3 } }"))
        let message = try #require(try trial.method("dishonest", of: "u")["error"] as? String)
        let value = try #require(message.firstMatch(of: /residual is ([0-9.e-]+),/).flatMap { Double($0.output.1) })
        // Its own conjugate gradients stop at 1e-12.
        #expect(abs(value - 1e-3) < 2e-12)
    }

    @Test("an answer that keeps the limit is accepted, whoever gives it")
    func withinTheLimit() throws {
        let trial = try Trial(Self.solve("{ nearly: { error: 1e-7 } }"))
        #expect(trial.outcome.status == 0, "\(trial.outcome.errors)")
    }

    private func checkFallback(_ trial: Trial, stage: String) throws {
        #expect(trial.outcome.status == 0, "\(trial.outcome.errors)")
        let method = try trial.method("dishonest", of: stage)
        #expect(method["status"] as? String == "ok")
        #expect(method["fallback_used"] as? Bool == true)
        #expect(try trial.method("honest", of: stage)["fallback_used"] as? Bool == false)
        #expect(trial.outcome.errors.contains("warning: \(stage).dishonest: "))
        #expect(try trial.warnings().contains { $0.contains("\(stage).dishonest") && $0.contains("fallback") })
        let both = try ["dishonest", "honest"].map { name in
            let certificate = try trial.method(name, of: stage)["certificate"] as? [String: Any]
            let checks = try #require(certificate?["checks"] as? [[String: Any]])
            return checks.compactMap { $0["value"] as? Double }
        }
        // The fallback is the honest method, started afresh.
        #expect(both[0] == both[1] && !both[0].isEmpty)
    }

    private static func integrate(_ method: String, fallback: String = "") -> String {
        """
        name: trial
        stages:
          run:
            integrate: heat
            with: { cells: [8, 8], dt: 1e-3, steps: 20, diffusivity: 1 }
            methods:
              dishonest: { \(method)\(fallback) }
              honest: { integrator: crank_nicolson, solver: { cg: { tolerance: 1e-8 } } }
        """
    }

    static let integrators = [
        Case("integrator: idler", ["step 1 (t = 0.001) by 'idler'", "worst_residual is", limit]),
        Case("integrator: { idler: { lie: nan } }", ["not finite at index [0, 0] after step 1"]),
        Case("integrator: { idler: { lie: shape } }", ["step 1", "integrator 'idler'", "shape [1]", "[7, 7]"]),
        Case("integrator: { idler: { lie: iterations } }", ["step 1", "integrator 'idler'", "iterations"]),
        Case(
            "integrator: crank_nicolson, solver: liar",
            ["step 1 (t = 0.001) by 'crank_nicolson'", "worst_residual is 1.0,", limit]),
        // What comes back is the last answer.
        Case(
            "integrator: crank_nicolson, solver: { liar: { lie: start } }",
            ["step 1 (t = 0.001) by 'crank_nicolson'", "worst_residual is", limit]),
        Case(
            "integrator: crank_nicolson, solver: { liar: { lie: nan } }", ["not finite at index [0, 0] after step 1"]),
        Case("integrator: crank_nicolson, solver: { liar: { lie: shape } }", ["step 1", "solver 'liar'", "shape [1]"]),
        Case(
            "integrator: crank_nicolson, solver: { nearly: { error: 1e-3 } }",
            ["step 1 (t = 0.001) by 'crank_nicolson'", "worst_residual is", limit]),
        Case(
            "integrator: crank_nicolson, solver: { ssor_cg: { omega: { tune: { overreaching: { value: -1 } } } } }",
            ["step 1", "tuner 'overreaching'", "-1.0", "'omega' of solver 'ssor_cg'", "between 0 and 2"]),
    ]

    @Test(
        "that march fail at the step with the check, and the other methods of the stage go on", arguments: integrators)
    func integratorFails(_ lie: Case) throws {
        try checkFailure(try Trial(Self.integrate(lie.method)), stage: "run", words: lie.words)
    }

    @Test("that march give way to the fallback, which is noted", arguments: integrators)
    func integratorFallsBack(_ lie: Case) throws {
        let fallback = ", fallback: { integrator: crank_nicolson, solver: { cg: { tolerance: 1e-8 } } }"
        try checkFallback(try Trial(Self.integrate(lie.method, fallback: fallback)), stage: "run")
    }

    @Test("a fallback that names a solver alone keeps the integrator")
    func fallbackOfTheSolver() throws {
        let trial = try Trial(
            Self.integrate("integrator: crank_nicolson, solver: liar", fallback: ", fallback: { solver: cg }"))
        try checkFallback(trial, stage: "run")
    }

    @Test("a counter of iterations can't be driven over its end")
    func countsDoNotOverflow() throws {
        let solver = "{ nearly: { error: 1e-9, claimed_iterations: \(Int.max) } }"
        let trial = try Trial(Self.integrate("integrator: crank_nicolson, solver: \(solver)"))
        // The first step's answer is right, and its count still fits.
        try checkFailure(trial, stage: "run", words: ["step 2", "solver 'nearly'", "\(Int.max) iterations"])
    }

    @Test(
        "that generate fail with the sample",
        arguments: [
            Case("nan", ["'u' of sample 0 is not finite at index [2]"]),
            Case("residual", ["sample 0 has residual nan", limit]),
            Case("residual_below_zero", ["sample 0 has residual -1.0"]),
            Case("shape", ["sample 0 has shapes [[3]], declared were [[4]]"]),
        ])
    func generatorFails(_ lie: Case) throws {
        let trial = try Trial(
            """
            name: trial
            stages:
              data: { generate: made_up, with: { lie: \(lie.method), samples: 3 } }
            """)
        #expect(trial.outcome.status == 4, "\(trial.outcome.errors)")
        for word in lie.words { #expect(trial.outcome.errors.contains(word), "\(word) in: \(trial.outcome.errors)") }
        #expect(resultFolders(trial, method: "data").isEmpty)
    }
}
