import Foundation
import TestSupport
import Testing

@Suite("A sequence of systems is solved as one result", .serialized)
struct SequenceTests {
    private static func scenario(_ instances: Int, every: String? = nil, checkpoint: String = "40 instances") -> String
    {
        """
        name: many
        seed: 5
        stages:
          run:
            solve: shifted_laplacian
            with: { instances: \(instances), points: [16, 12], lowest: 0 }
            methods:
              bandit: { solver: { sor: { omega: { tune: tsallis_inf } } } }
              cg: { solver: cg }
            output: { probes: [[0.5, 0.5]]\(every.map { ", every: \($0)" } ?? "") }
            checkpoint: { every: \(checkpoint) }
          table: { compare: run, metrics: [instances, total_iterations, worst_residual, worst_instance] }
        """
    }

    private static func expectSame(_ scenario: ScenarioRun, _ first: String, _ second: String) throws {
        let files = try scenario.dataFiles(of: first)
        #expect(files.count == 6)
        #expect(ScenarioRun.differences(files, try scenario.dataFiles(of: second)) == [])
        #expect(scenario.leftovers(in: second) == [])
    }

    @Test(
        "300 instances, then 500, have the bits of 500", arguments: [nil, "1", "50 instances", "70", "500", "1000"])
    func extension_(every: String?) throws {
        let scenario = try ScenarioRun(Self.scenario(300, every: every))
        try #require(try scenario.run(to: "grown").status == 0)
        try scenario.rewrite(Self.scenario(500, every: every))
        let extended = try scenario.run(to: "grown")
        try #require(extended.status == 0, "\(extended.errors)")
        #expect(extended.errors.contains("run.bandit: extend (instances: 300 -> 500)"))
        try #require(try scenario.run(to: "fresh", "--threads", "2").status == 0)
        try Self.expectSame(scenario, "fresh", "grown")
    }

    @Test("one instance, then two")
    func shortest() throws {
        let scenario = try ScenarioRun(Self.scenario(1))
        try #require(try scenario.run(to: "grown").status == 0)
        try scenario.rewrite(Self.scenario(2))
        try #require(try scenario.run(to: "grown").status == 0)
        try #require(try scenario.run(to: "fresh").status == 0)
        try Self.expectSame(scenario, "fresh", "grown")
        let metrics = try Summary(scenario.path("grown", "")).metrics(ofStage: "run")
        #expect(metrics["cg"]?["instances"] == 2)
    }

    @Test(
        "killed as these files appear, it ends with the same bits",
        arguments: [
            "bandit.part/key.json", "bandit.part/frames.spool", "bandit.part/checkpoint.bin.tmp",
            "bandit.part/checkpoint.bin", "bandit.part/result.h5.tmp", "bandit.part/metrics.json.tmp",
            "bandit.part/done.json", "cg.part/checkpoint.bin",
        ])
    func killed(at sign: String) throws {
        let scenario = try ScenarioRun(Self.scenario(400, every: "7"))
        let command = try scenario.start(to: "killed")
        let came = scenario.wait(for: "stages/run/\(sign)", in: "killed", of: command)
        command.send(SIGKILL)
        _ = command.wait()
        let isEarly = came && !sign.hasPrefix("cg")
        if isEarly { #expect(!FileManager.default.fileExists(atPath: scenario.path("killed", "summary.json"))) }
        let resumed = try scenario.run(to: "killed")
        try #require(resumed.status == 0, "\(resumed.errors)")
        try #require(try scenario.run(to: "whole").status == 0)
        try Self.expectSame(scenario, "whole", "killed")
    }

    @Test("asked to stop, it saves and goes on from there")
    func stopped() throws {
        let scenario = try ScenarioRun(Self.scenario(20_000, checkpoint: "100000 instances"))
        let command = try scenario.start(to: "stopped")
        let hasBegun = scenario.wait(for: "stages/run/bandit.part/frames.spool", in: "stopped", of: command)
        usleep(100_000)
        command.send(SIGINT)
        let stopped = command.wait()
        try #require(hasBegun)
        try #require(stopped.status == 5, "\(stopped.errors)")
        let saved = scenario.events(of: "stopped").last { $0["event"] as? String == "checkpoint" }
        #expect((1..<20_000).contains(saved?["done"] as? Int ?? 0))
        let place = try #require(saved?["stage"] as? String)
        let resumed = try scenario.run(to: "stopped")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(scenario.decisions(of: "stopped")[place] == "resume: it was begun with the same settings")
        try #require(try scenario.run(to: "whole").status == 0)
        try Self.expectSame(scenario, "whole", "stopped")
    }

    @Test("the fallback starts again with the first instance")
    func fallback() throws {
        let scenario = try ScenarioRun(
            """
            name: many
            stages:
              run:
                solve: shifted_laplacian
                with: { instances: 40 }
                methods:
                  few: { solver: { sor: { omega: 1, max_iterations: 150 } }, fallback: { solver: cg } }
                  cg: { solver: cg }
            """)
        let outcome = try scenario.run(to: "out")
        try #require(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains(/warning: run.few: instance \d+: sor did not converge/))
        let metrics = try Summary(scenario.path("out", "")).metrics(ofStage: "run")
        #expect(metrics["few"]?["total_iterations"] == metrics["cg"]?["total_iterations"])
    }

    /// A setting, and what the message must say.
    struct Mistake: CustomTestStringConvertible, Sendable {
        var setting: String
        var words: [String]
        var testDescription: String { setting }

        init(_ setting: String, _ words: String...) { (self.setting, self.words) = (setting, words) }
    }

    @Test(
        "what can't be is said before anything runs",
        arguments: [
            Mistake("with.instances=0", "'instances' must be between 1 and"),
            Mistake("with.instances=-1", "'instances' must be between 1 and"),
            Mistake("with.instances=1e12", "of memory", "fewer steps or instances"),
            Mistake("with.instances=2.5", "'instances'", "whole number"),
            Mistake("with.beta=[nan,1]", "unknown variable 'nan'"),
            Mistake("with.beta=[0/0,1]", "finite"),
            Mistake("with.beta=[0,1]", "'beta' must be between 0.001 and"),
            Mistake("with.beta=[1]", "'beta' needs two values", "has 1"),
            Mistake("with.lowest=-4", "not positive definite", "must be greater than -0.0"),
            Mistake("with.width=-1", "'width' must be between 0 and"),
            Mistake("with.width=2", "'context_range' must hold all shifts", "between 0.0 and 2.0"),
            Mistake("with.context_range=[1,0]", "smaller one first"),
            Mistake("with.points=[4]", "'points' needs two values"),
            Mistake("with.points=[0,4]", "'points' must be between 1 and"),
            Mistake("with.points=[1000000,1000000]", "of memory"),
            Mistake("with.instanes=5", "did you mean 'instances'?"),
            Mistake("output.every=0", "'every' must be a positive number of steps"),
        ])
    func mistakes(_ mistake: Mistake) throws {
        let scenario = try ScenarioRun(Self.scenario(10))
        let outcome = try scenario.run(to: "out", "--set", "stages.run.\(mistake.setting)")
        #expect(outcome.status == 2, "\(outcome.errors)")
        for word in mistake.words { #expect(outcome.errors.contains(word), "\(word) in: \(outcome.errors)") }
    }

    @Test("frames and probes belong to sequences only, and so do their metrics")
    func onlySequences() throws {
        let scenario = try ScenarioRun(
            """
            name: one
            stages:
              run: { solve: poisson, using: { solver: cg }, output: { every: 5, probes: [[0.5, 0.5]] } }
              table: { compare: run, metrics: [worst_instance] }
            """)
        let outcome = try BuiltCommand.run(["validate", scenario.file])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("unknown key 'every' of 'output'"))
        #expect(outcome.errors.contains("unknown key 'probes' of 'output'"))
    }
}
