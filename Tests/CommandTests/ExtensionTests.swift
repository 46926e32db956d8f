import Foundation
import Testing
import TestSupport

@Suite("A result that is extended has the same bits as one that was made at once")
struct ExtensionTests {
    private static func scenario(steps: Int, every: Int?) -> String {
        """
        name: longer
        seed: 3
        stages:
          run:
            integrate: heat
            with: { cells: [15, 15], dt: 1e-3, steps: \(steps) }
            using: { integrator: crank_nicolson }
            methods:
              bandit: { solver: { ssor_cg: { tolerance: 1e-8, omega: { tune: tsallis_inf } } } }
              cg: { solver: { cg: { tolerance: 1e-8 } } }
            output: { probes: [[0.5, 0.5]]\(every.map { ", every: \($0) steps" } ?? "") }
        """
    }

    @Test("steps 300, then 500, against 500", arguments: [nil, 50, 70])
    func steps(every: Int?) throws {
        let scenario = try ScenarioRun(Self.scenario(steps: 300, every: every))
        try #require(try scenario.run(to: "grown").status == 0)
        try scenario.rewrite(Self.scenario(steps: 500, every: every))
        let extended = try scenario.run(to: "grown")
        try #require(extended.status == 0, "\(extended.errors)")
        #expect(extended.errors.contains("run.bandit: extend (steps: 300 -> 500)"))
        try #require(try scenario.run(to: "fresh").status == 0)
        let fresh = try scenario.dataFiles(of: "fresh")
        #expect(fresh.count == 6)
        #expect(ScenarioRun.differences(fresh, try scenario.dataFiles(of: "grown")) == [])
        #expect(scenario.leftovers(in: "grown") == [])
    }

    @Test("fewer steps are computed anew, and the longer result is kept beside")
    func fewerSteps() throws {
        let scenario = try ScenarioRun(Self.scenario(steps: 120, every: 50))
        try #require(try scenario.run(to: "out").status == 0)
        try scenario.rewrite(Self.scenario(steps: 80, every: 50))
        #expect(try scenario.run(to: "out").status == 0)
        #expect(scenario.decisions(of: "out")["run.cg"] == "run: steps: 120 -> 80")
        #expect(try scenario.run(to: "fresh").status == 0)
        #expect(ScenarioRun.differences(try scenario.dataFiles(of: "fresh"), try scenario.dataFiles(of: "out")) == [])
        #expect(scenario.leftovers(in: "out").contains { $0.hasPrefix("stages/run/cg.was-") })
    }

    @Test(
        "an extension that is killed as these files appear",
        arguments: [
            "bandit.part/key.json", "bandit.part/frames.spool", "bandit.part/checkpoint.bin.tmp",
            "bandit.part/checkpoint.bin", "bandit.part/result.h5.tmp", "bandit.part/metrics.json.tmp",
            "bandit.part/done.json", "cg.part/frames.spool",
        ])
    func killed(at sign: String) throws {
        let scenario = try ScenarioRun(Self.scenario(steps: 60, every: 7))
        try #require(try scenario.run(to: "grown").status == 0)
        try scenario.rewrite(Self.scenario(steps: 200, every: 7))
        let command = try scenario.start(to: "grown")
        _ = scenario.wait(for: "stages/run/\(sign)", in: "grown", of: command)
        command.send(SIGKILL)
        _ = command.wait()
        let resumed = try scenario.run(to: "grown")
        try #require(resumed.status == 0, "\(resumed.errors)")
        try #require(try scenario.run(to: "fresh").status == 0)
        #expect(ScenarioRun.differences(try scenario.dataFiles(of: "fresh"), try scenario.dataFiles(of: "grown")) == [])
        #expect(scenario.leftovers(in: "grown") == [])
    }

    @Test("what a kill between publishing and tidying leaves is tidied by the next call")
    func outgrown() throws {
        let scenario = try ScenarioRun(Self.scenario(steps: 20, every: nil))
        try #require(try scenario.run(to: "out").status == 0)
        let (place, copy) = (scenario.path("out", "stages/run/cg"), scenario.path("out", "copy"))
        try FileManager.default.copyItem(atPath: place, toPath: copy)
        try #require(try scenario.run(to: "out", "--set", "stages.run.with.steps=30").status == 0)
        let key = try Data(contentsOf: URL(fileURLWithPath: "\(copy)/key.json"))
        let digest = (try JSONSerialization.jsonObject(with: key) as? [String: Any])?["digest"] as? String
        let left = "\(place).was-\(try #require(digest).prefix(8))"
        try FileManager.default.moveItem(atPath: copy, toPath: left)
        #expect(try scenario.run(to: "out", "--set", "stages.run.with.steps=30").status == 0)
        #expect(scenario.decisions(of: "out")["run.cg"] == "reuse: nothing changed")
        #expect(scenario.leftovers(in: "out") == [])
    }

    @Test("samples 50, then 80, against 80")
    func samples() throws {
        func text(_ samples: Int) -> String {
            """
            name: more
            stages:
              data:
                generate: poisson
                with:
                  cells: [16, 16]
                  samples: \(samples)
                  solver: { ssor_cg: { tolerance: 1e-10, omega: { tune: tsallis_inf } } }
            """
        }
        let scenario = try ScenarioRun(text(50))
        try #require(try scenario.run(to: "grown").status == 0)
        try scenario.rewrite(text(80))
        let extended = try scenario.run(to: "grown")
        try #require(extended.status == 0, "\(extended.errors)")
        #expect(extended.errors.contains("data: extend (samples: 50 -> 80)"))
        try #require(try scenario.run(to: "fresh").status == 0)
        let fresh = try scenario.dataFiles(of: "fresh")
        #expect(fresh.count == 3)
        #expect(ScenarioRun.differences(fresh, try scenario.dataFiles(of: "grown")) == [])
    }
}
