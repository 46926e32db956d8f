import Foundation
import Testing
import TestSupport

/// Numbers for the moments of kills; the same in every run of the tests.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("A run that was stopped ends with the same bits as one that was not", .serialized)
struct ResumeTests {
    /// Three verbs, tuners that learn, frames, probes, and checkpoints that come often.
    private static let scenario = """
        name: stopped
        seed: 11
        stages:
          data:
            generate: poisson
            with:
              cells: [32, 32]
              samples: 200
              solver: { ssor_cg: { tolerance: 1e-10, omega: { tune: tsallis_inf } } }
            checkpoint: { every: 10 samples }
          run:
            integrate: heat
            with: { cells: [25, 25], dt: 1e-3, steps: 600 }
            using: { integrator: crank_nicolson }
            methods:
              bandit: { solver: { ssor_cg: { tolerance: 1e-8, omega: { tune: tsallis_inf } } } }
              omega1: { solver: { ssor_cg: { tolerance: 1e-8, omega: 1.0 } } }
              cg: { solver: { cg: { tolerance: 1e-8 } } }
              choice:
                solver:
                  choice:
                    among: [cg, { ssor_cg: { omega: { tune: tsallis_inf } } }]
                    pick: { tune: tsallis_inf, cost: work }
            output: { fields: [T], every: 7 steps, probes: [[0.5, 0.5], [0.25, 0.7]] }
            checkpoint: { every: 25 steps }
          answer:
            solve: poisson
            with: { cells: [64, 64], source: sin(3*x)*y }
            using: { solver: { ssor_cg: { tolerance: 1e-10, omega: 1.7 } } }
          table: { compare: run, metrics: [total_iterations, worst_residual] }
        """
    private static let places = ["data", "run/bandit", "run/omega1", "run/cg", "run/choice", "answer"]

    /// What a run was doing when it was killed.
    private enum Phase: String, CaseIterable {
        case starting, generating, stepping, solving, checkpointing, assembling, publishing, between

        /// The file whose appearance shows that the phase has begun.
        var sign: String? {
            switch self {
            case .checkpointing: "checkpoint.bin.tmp"
            case .assembling: "result.h5.tmp"
            case .publishing: "metrics.json.tmp"
            default: nil
            }
        }
    }

    @Test("SIGKILL at 25 moments or more, in every phase")
    func kills() throws {
        let scenario = try ScenarioRun(Self.scenario)
        let begin = Date()
        let whole = try scenario.run(to: "whole")
        try #require(whole.status == 0, "\(whole.errors)")
        let seconds = Date().timeIntervalSince(begin)
        let expected = try scenario.dataFiles(of: "whole")
        #expect(expected.count == 18)

        var random = SplitMix(state: 25)
        var tally: [Phase: Int] = [:]
        let wanted: [Phase] = [.generating, .stepping, .checkpointing, .assembling, .publishing]
        var (kills, rounds) = (0, 0)
        while kills < 25 || (wanted.contains { tally[$0] == nil } && rounds < 20) {
            rounds += 1
            let output = "killed\(rounds)"
            while let phase = try kill(scenario, output, after: seconds, number: kills, tally, &random) {
                tally[phase, default: 0] += 1
                kills += 1
            }
            #expect(ScenarioRun.differences(expected, try scenario.dataFiles(of: output)) == [])
            #expect(scenario.leftovers(in: output) == [])
            #expect(try scenario.status(of: output) == "ok")
        }
        print(
            "\(kills) kills in \(rounds) runs, by phase:",
            Phase.allCases.map { "\($0) \(tally[$0] ?? 0)" }.joined(separator: ", "))
        for phase in wanted { #expect(tally[phase, default: 0] > 0, "no kill came while \(phase)") }
    }

    /// Starts the run and kills it.
    ///
    /// - Returns: what it was doing; `nil` where it came to its end.
    private func kill(
        _ scenario: ScenarioRun, _ output: String, after seconds: Double, number: Int, _ tally: [Phase: Int],
        _ random: inout SplitMix
    ) throws -> Phase? {
        let eventsBefore = scenario.events(of: output).count
        let command = try scenario.start(to: output)
        // Phases shorter than chance would meet are waited for, the rarest first.
        let rare = Phase.allCases.filter { $0.sign != nil }.min { tally[$0, default: 0] < tally[$1, default: 0] }
        if number.isMultiple(of: 2), let sign = rare?.sign {
            let skipped = Int.random(in: 0..<4, using: &random)
            waitForSign(sign, skipping: skipped, scenario, output, command)
        } else {
            usleep(UInt32(Double.random(in: 0.05...max(0.1, 0.4 * seconds), using: &random) * 1e6))
        }
        command.send(SIGKILL)
        let outcome = command.wait()
        if outcome.status == 0 { return nil }
        try #require(outcome.status == 128 + SIGKILL, "\(outcome.errors)")
        return phase(scenario, output, eventsBefore)
    }

    /// Returns when a file of that name has appeared in the folder of an unfinished result, after it did so elsewhere
    /// or before as often as said.
    private func waitForSign(
        _ sign: String, skipping: Int, _ scenario: ScenarioRun, _ output: String, _ command: RunningCommand
    ) {
        let files = Self.places.map { scenario.path(output, "stages/\($0).part/\(sign)") }
        var (seen, wasThere) = (0, true)
        while command.process.isRunning {
            let isThere = files.contains { access($0, F_OK) == 0 }
            if isThere && !wasThere {
                seen += 1
                if seen > skipping { return }
            }
            wasThere = isThere
            usleep(50)
        }
    }

    private func phase(_ scenario: ScenarioRun, _ output: String, _ eventsBefore: Int) -> Phase {
        func anywhere(_ name: String) -> Bool {
            Self.places.contains { access(scenario.path(output, "stages/\($0).part/\(name)"), F_OK) == 0 }
        }
        if anywhere("result.h5") { return .publishing }
        if anywhere("result.h5.tmp") { return .assembling }
        if anywhere("checkpoint.bin.tmp") { return .checkpointing }
        let events = scenario.events(of: output).dropFirst(eventsBefore)
        guard let last = events.last(where: { $0["event"] as? String != "progress" }) else { return .starting }
        let stage = last["stage"] as? String ?? ""
        switch last["event"] as? String {
        case "decided", "checkpoint":
            return stage == "data" ? .generating : stage == "answer" ? .solving : .stepping
        case "run_started": return .starting
        default: return .between
        }
    }

    @Test("asked to stop once, it saves its state, says how to go on, and goes on", arguments: [SIGINT, SIGTERM])
    func interrupted(by signal: Int32) throws {
        let scenario = try ScenarioRun(Self.scenario)
        // No checkpoint comes of itself.
        let rare = ["--set", "stages.run.checkpoint.every=100000 steps"]
        try #require(try scenario.run(to: "whole").status == 0)
        let command = try BuiltCommand.start(scenario.arguments(to: "stopped", rare))
        let isStepping = scenario.wait(
            for: "stages/run/bandit.part/frames.spool", in: "stopped", bytes: 20_000, of: command)
        command.send(signal)
        let stopped = command.wait()
        try #require(isStepping)
        #expect(stopped.status == 5, "\(stopped.errors)")
        #expect(stopped.output.contains("interrupted: run the same command again to go on"))
        #expect(try scenario.status(of: "stopped") == "interrupted")
        let saved = scenario.events(of: "stopped").last {
            $0["event"] as? String == "checkpoint" && $0["stage"] as? String == "run.bandit"
        }
        #expect((1..<600).contains(saved?["done"] as? Int ?? 0))

        let resumed = try BuiltCommand.run(scenario.arguments(to: "stopped", rare))
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(scenario.decisions(of: "stopped")["run.bandit"] == "resume: it was begun with the same settings")
        #expect(scenario.decisions(of: "stopped")["data"] == "reuse: nothing changed")
        #expect(
            ScenarioRun.differences(try scenario.dataFiles(of: "whole"), try scenario.dataFiles(of: "stopped")) == [])
        #expect(scenario.leftovers(in: "stopped") == [])
    }

    @Test("asked twice, it ends in the middle of a step, and can still go on")
    func interruptedTwice() throws {
        // A step takes hundreds of iterations on 160,000 unknowns.
        let scenario = try ScenarioRun(
            """
            name: slow
            stages:
              run:
                integrate: heat
                with: { cells: [400, 400], dt: 1, diffusivity: 1, forcing: x*y, steps: 4 }
                using: { integrator: crank_nicolson, solver: { cg: { tolerance: 1e-8 } } }
                checkpoint: { every: 1 step }
            """)
        try #require(try scenario.run(to: "whole").status == 0)
        let command = try scenario.start(to: "stopped")
        let hasBegun = scenario.wait(for: "stages/run.part/checkpoint.bin", in: "stopped", of: command)
        // Two of one kind would count as one while the first is pending.
        command.send(SIGINT)
        command.send(SIGTERM)
        let stopped = command.wait()
        try #require(hasBegun)
        #expect(stopped.status == 5)
        // An orderly end would say so.
        #expect(!stopped.output.contains("interrupted"))
        #expect(try scenario.run(to: "stopped").status == 0)
        #expect(scenario.decisions(of: "stopped")["run"]?.hasPrefix("resume") == true)
        #expect(
            ScenarioRun.differences(try scenario.dataFiles(of: "whole"), try scenario.dataFiles(of: "stopped")) == [])
    }

    @Test("threads, output directory and working directory leave no trace in results")
    func surroundings() throws {
        let scenario = try ScenarioRun(Self.scenario)
        try #require(try scenario.run(to: "one", "--threads", "1").status == 0)
        try #require(try scenario.run(to: "deep/er/two", "--threads", "2").status == 0)
        let relative = try BuiltCommand.run(
            ["run", "../scenario.yaml", "-o", "three"], in: URL(fileURLWithPath: scenario.path("deep", "")))
        try #require(relative.status == 0, "\(relative.errors)")
        let one = try scenario.dataFiles(of: "one")
        #expect(one.count == 18)
        #expect(ScenarioRun.differences(one, try scenario.dataFiles(of: "deep/er/two")) == [])
        #expect(ScenarioRun.differences(one, try scenario.dataFiles(of: "deep/three")) == [])
    }
}
