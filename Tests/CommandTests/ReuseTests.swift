import Foundation
import Testing
import TestSupport

@Suite("What is done and unchanged is reused; what changed runs again, and the reason is said")
struct ReuseTests {
    private static let scenario = """
        name: again
        seed: 5
        stages:
          run:
            integrate: heat
            with: { cells: [12, 12], dt: 1e-3, steps: 40 }
            using: { integrator: crank_nicolson }
            methods:
              omega1: { solver: { ssor_cg: { tolerance: 1e-8, omega: 1.0 } } }
              cg: { solver: { cg: { tolerance: 1e-8 } } }
        """

    /// Runs the scenario once.
    private func finished(_ yaml: String = scenario) throws -> ScenarioRun {
        let scenario = try ScenarioRun(yaml)
        let first = try scenario.run(to: "out")
        try #require(first.status == 0, "\(first.errors)")
        return scenario
    }

    private func modificationDates(in scenario: ScenarioRun) throws -> [String: Date] {
        let root = scenario.path("out", "stages")
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return try names.reduce(into: [:]) { all, name in
            all[name] = try FileManager.default.attributesOfItem(atPath: "\(root)/\(name)")[.modificationDate] as? Date
        }
    }

    @Test("a second call reuses everything and touches no result")
    func second() throws {
        let scenario = try finished()
        let before = try modificationDates(in: scenario)
        #expect(before.count > 10)
        let again = try scenario.run(to: "out")
        #expect(again.status == 0)
        #expect(again.errors.contains("run.omega1: reuse (nothing changed)"))
        #expect(again.errors.contains("run.cg: reuse (nothing changed)"))
        #expect(try modificationDates(in: scenario) == before)
    }

    @Test("comments, the order of keys, and other ways to write a number change nothing")
    func sameMeaning() throws {
        let scenario = try finished()
        try scenario.rewrite(
            """
            # Rewritten.
            seed: 5
            name: again
            stages:
              run:
                methods:
                  cg: { solver: { cg: { tolerance: 0.00000001 } } }
                  omega1: { solver: { ssor_cg: { omega: 1, tolerance: 1e-8 } } }   # as before
                using: { integrator: crank_nicolson }
                integrate: heat
                with: { steps: 40, dt: 0.001, cells: [12, 12] }
            """)
        #expect(try scenario.run(to: "out").status == 0)
        #expect(
            scenario.decisions(of: "out") == [
                "run.cg": "reuse: nothing changed", "run.omega1": "reuse: nothing changed",
            ])
    }

    @Test(
        "one changed option: that method alone runs again, and its old result is kept beside", arguments: [true, false])
    func option(byEditing: Bool) throws {
        let scenario = try finished()
        let old = try scenario.dataFiles(of: "out")
        if byEditing {
            try scenario.rewrite(Self.scenario.replacing("omega: 1.0", with: "omega: 1.25"))
            #expect(try scenario.run(to: "out").status == 0)
        } else {
            let path = "stages.run.methods.omega1.solver.ssor_cg.omega=1.25"
            #expect(try scenario.run(to: "out", "--set", path).status == 0)
        }
        let decisions = scenario.decisions(of: "out")
        #expect(decisions["run.cg"] == "reuse: nothing changed")
        let decision = try #require(decisions["run.omega1"])
        #expect(decision.hasPrefix("run: ") && decision.hasSuffix("omega: 1 -> 1.25"), "\(decision)")
        let kept = scenario.leftovers(in: "out").filter {
            $0.wholeMatch(of: /stages\/run\/omega1\.was-[0-9a-f]{8}/) != nil
        }
        #expect(kept.count == 1)
        let keptResult = try Data(
            contentsOf: URL(fileURLWithPath: scenario.path("out", "\(kept.first ?? "")/result.h5")))
        #expect(keptResult == old["run/omega1/result.h5"])
        #expect(
            ScenarioRun.differences(old, try scenario.dataFiles(of: "out")).allSatisfy { $0.hasPrefix("run/omega1/") })
    }

    @Test("another seed runs everything again")
    func seed() throws {
        let scenario = try finished()
        #expect(try scenario.run(to: "out", "--set", "seed=6").status == 0)
        #expect(
            scenario.decisions(of: "out")
                == ["run.cg": #"run: seed: "5" -> "6""#, "run.omega1": #"run: seed: "5" -> "6""#])
    }

    @Test("changed code runs again and says so; --accept keeps the result")
    func code() throws {
        let scenario = try finished()
        let file = scenario.path("out", "stages/run/cg/key.json")
        var key = try String(contentsOfFile: file, encoding: .utf8)
        let line = try #require(key.split(separator: "\n").first { $0.contains("\"core\":") })
        key = key.replacing(line, with: #""core": "other","#)
        try key.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try scenario.run(to: "out", "--accept").status == 0)
        #expect(scenario.decisions(of: "out")["run.cg"] == "reuse: only code changed, and --accept keeps it")
        #expect(try scenario.run(to: "out").status == 0)
        #expect(scenario.decisions(of: "out")["run.cg"] == "run: code changed: core")
        #expect(scenario.decisions(of: "out")["run.omega1"] == "reuse: nothing changed")
    }

    /// A stage that starts from another's last state.
    private static func chained(dt: String = "1e-3") -> String {
        """
        name: chain
        stages:
          next:
            integrate: heat
            with: { cells: [12, 12], dt: 1e-3, steps: 5, initial: { stage: warm.m1, field: T, time: last } }
            using: { integrator: crank_nicolson, solver: { cg: { tolerance: 1e-10 } } }
          warm:
            integrate: heat
            with: { cells: [12, 12], dt: \(dt), steps: 20, forcing: 1 }
            using: { integrator: crank_nicolson }
            methods:
              m1: { solver: { cg: { tolerance: 1e-10 } } }
              m2: { solver: { ssor_cg: { tolerance: 1e-10 } } }
        """
    }

    @Test("a stage reads another's field, and runs again when that changes")
    func upstream() throws {
        let scenario = try finished(Self.chained())
        // The first frame of one is the last of the other, to the bit: linear interpolation on one grid is exact.
        let check = """
            import sys, xarray
            warm, first = [xarray.open_dataset(p)["T"] for p in sys.argv[1:]]
            inner = (slice(1, -1), slice(1, -1))
            assert float(abs(warm[-1]).max()) > 0
            assert (warm[-1].values[inner] == first[0].values[inner]).all()
            """
        let files = ["warm/m1", "next"].map { scenario.path("out", "stages/\($0)/result.h5") }
        let python = try Python.run(check, files)
        #expect(python.status == 0, "\(python.errors)")

        #expect(try scenario.run(to: "out").status == 0)
        #expect(scenario.decisions(of: "out")["next"] == "reuse: nothing changed")
        try scenario.rewrite(Self.chained(dt: "2e-3"))
        #expect(try scenario.run(to: "out").status == 0)
        #expect(scenario.decisions(of: "out")["warm.m1"] == "run: with.dt: 0.001 -> 0.002")
        #expect(scenario.decisions(of: "out")["next"] == "run: the result of 'warm.m1' changed")
    }

    @Test("an input file with other contents: what reads it runs again")
    func inputFile() throws {
        let source = try finished(Self.chained())
        func install(_ scenario: ScenarioRun) throws {
            let file = scenario.folder.path("start.h5")
            try? FileManager.default.removeItem(atPath: file)
            try FileManager.default.copyItem(atPath: source.path("out", "stages/warm/m1/result.h5"), toPath: file)
        }
        let scenario = try ScenarioRun(
            Self.scenario.replacing("steps: 40", with: "steps: 40, initial: { file: start.h5, dataset: T, time: last }")
        )
        try install(scenario)
        let first = try scenario.run(to: "out")
        try #require(first.status == 0, "\(first.errors)")
        try install(scenario)
        #expect(try scenario.run(to: "out").status == 0)
        #expect(scenario.decisions(of: "out")["run.cg"] == "reuse: nothing changed")
        try source.rewrite(Self.chained(dt: "2e-3"))
        try #require(try source.run(to: "out").status == 0)
        try install(scenario)
        #expect(try scenario.run(to: "out").status == 0)
        #expect(scenario.decisions(of: "out")["run.cg"] == "run: the contents of 'start.h5' changed")
    }
}
