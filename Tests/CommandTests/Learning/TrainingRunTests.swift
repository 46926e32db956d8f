import Foundation
import Testing
import TestSupport

@Suite("Training as a stage", .serialized)
struct TrainingRunTests {
    private static func model(epochs: Int, _ more: String = "") -> String {
        LearningRun.text(
            model: """
                train: linear_map
                on: data.train
                with: { epochs: \(epochs), batch: 4, learning_rate: 0.01, schedule: constant\(more) }
                checkpoint: { every: 5 steps }
                """)
    }

    @Test("it learns the map, says so in numbers, and the history is in the model file")
    func learns() throws {
        let run = try LearningRun(Self.model(epochs: 60))
        let outcome = try run.run(to: "out")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let model = try run.summary(of: "out").stage("model")
        let metrics = model["metrics"] as? [String: Double] ?? [:]
        #expect(metrics["epochs"] == 60)
        // 32 samples, of which a tenth is held back, in batches of 4.
        #expect(metrics["steps"] == 480)
        // A matrix of 6 x 6 and 6 biases.
        #expect(metrics["parameters"] == 42)
        #expect(try #require(metrics["validation_error"]) < 0.5)
        #expect(try #require(metrics["samples_per_second"]) > 0)
        let stored = try String(contentsOfFile: run.scenario.path("out", "stages/model/metrics.json"), encoding: .utf8)
        #expect(!stored.contains("samples_per_second"), "wall-clock values are kept apart")
        let certificate = model["certificate"] as? [String: Any]
        let checks = certificate?["checks"] as? [[String: Any]] ?? []
        #expect(checks.compactMap { $0["name"] as? String } == ["non_finite", "validation_mismatch"])
        let history = try Python.run(
            """
            import h5py, sys
            f = h5py.File(sys.argv[1])
            loss = f['history/training_loss'][:]
            print(len(loss), loss[-1] < 0.2 * loss[0], 'seed' in f.attrs, 'configuration' in f.attrs)
            """, [run.scenario.path("out", "stages/model/result.h5")])
        #expect(history.output == "60 True True True\n", "\(history.errors)")
        let report = try String(contentsOfFile: run.scenario.path("out", "report.html"), encoding: .utf8)
        for words in ["Training loss", "Validation error", "Learning rate"] { #expect(report.contains(words)) }
    }

    @Test("what the losses say of a training is said: stopped early, not converged, learned nothing")
    func remarks() throws {
        func run(_ options: String) throws -> (errors: String, metrics: [String: Double]) {
            let run = try LearningRun(
                LearningRun.text(model: "train: linear_map\non: data.train\nwith: { batch: 4, \(options) }"))
            let outcome = try run.run(to: "out")
            try #require(outcome.status == 0, "\(outcome.errors)")
            return (outcome.errors, try run.summary(of: "out").stage("model")["metrics"] as? [String: Double] ?? [:])
        }
        // The map is found to rounding, and then the error goes up and down.
        let stopped = try run("epochs: 2000, patience: 3, learning_rate: 0.05, schedule: constant")
        #expect(stopped.errors.contains("stopped early, after"), "\(stopped.errors)")
        #expect(stopped.metrics["stopped_early"] == 1)
        let (best, epochs) = (try #require(stopped.metrics["best_epoch"]), try #require(stopped.metrics["epochs"]))
        #expect(best == epochs - 3)
        let unfinished = try run("epochs: 20, learning_rate: 0.005, schedule: constant")
        #expect(unfinished.errors.contains("not converged: over the last tenth"), "\(unfinished.errors)")
        #expect(unfinished.metrics["stopped_early"] == 0 && unfinished.metrics["best_epoch"] == 20)
        let idle = try run("epochs: 10, learning_rate: 1e-9, schedule: constant")
        #expect(idle.errors.contains("learned little"), "\(idle.errors)")
        let short = try run("epochs: 3, learning_rate: 1e-9, schedule: constant, validation: 0")
        #expect(!short.errors.contains("learned little"))
        #expect(short.metrics["best_epoch"] == nil)
        // 6 numbers to 6 from 4 samples: any map through them will do.
        let few = try LearningRun(
            LearningRun.text(
                samples: 13,
                model: """
                    train: linear_map
                    on: data.train
                    with: { batch: 4, epochs: 400, learning_rate: 0.05, validation: 0.2, weight_decay: 0 }
                    """))
        let outcome = try few.run(to: "out")
        #expect(outcome.errors.contains("overfitted: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("more samples"), "\(outcome.errors)")
    }

    @Test("plan tells the memory of training and evaluating before there are data, and refuses what fits none")
    func plan() throws {
        let run = try LearningRun(
            LearningRun.text(
                model: "train: linear_map\non: data.train\nwith: { epochs: 2 }",
                more: "score: { evaluate: model, on: data.test }"))
        let outcome = try BuiltCommand.run(
            ["plan", run.scenario.file, "-o", run.scenario.folder.path("out")] + LearningRun.plugin)
        try #require(outcome.status == 0, "\(outcome.errors)")
        for verb in ["train linear_map", "evaluate linear_map"] {
            let line = try #require(outcome.output.split(separator: "\n").first { $0.contains(verb) })
            #expect(line.contains("KiB") || line.contains("kB") || line.contains("MB"), "\(line)")
        }
        let huge = try ScenarioRun(
            """
            name: huge
            seed: 1
            stages:
              data: { generate: darcy, with: { points: [513, 513], samples: 4 } }
              model: { train: fno, on: data, with: { modes: [256, 256], width: 512 } }
            """)
        let refused = try BuiltCommand.run(["plan", huge.file, "-o", huge.folder.path("out")])
        #expect(refused.status != 0 && refused.errors.contains("memory"), "\(refused.output)\(refused.errors)")
    }

    @Test("SIGKILL five times, in the middle of epochs: the same bits as without, for other threads too")
    func kills() throws {
        let run = try LearningRun(Self.model(epochs: 400))
        try #require(try run.run(to: "whole", "--threads", "2").status == 0)
        var kills = 0
        for number in 0..<12 where kills < 5 {
            let command = try run.start(to: "killed", "--threads", "1")
            // The next checkpoint after a growing number of milliseconds.
            _ = run.scenario.wait(for: "stages/model.part/checkpoint.bin", in: "killed", of: command)
            usleep(UInt32(20_000 + 17_000 * number))
            command.send(SIGKILL)
            if command.wait().status == 128 + SIGKILL { kills += 1 }
        }
        #expect(kills == 5, "the run was over after \(kills) kills")
        let end = try run.run(to: "killed", "--threads", "1")
        try #require(end.status == 0, "\(end.errors)")
        #expect(end.errors.contains("model: resume (it was begun with the same settings)"))
        #expect(try run.differences("whole", "killed") == [])
        #expect(run.scenario.leftovers(in: "killed") == [])
    }

    @Test("asked to stop, it saves its state and goes on", arguments: [SIGINT, SIGTERM])
    func interrupted(by signal: Int32) throws {
        let run = try LearningRun(Self.model(epochs: 8000))
        // No checkpoint comes of itself.
        let rare = ["--set", "stages.model.checkpoint.every=1000000 steps", "--threads", "1"]
        let arguments = run.scenario.arguments(to: "whole", LearningRun.plugin + rare)
        try #require(try BuiltCommand.run(arguments).status == 0)
        let command = try BuiltCommand.start(run.scenario.arguments(to: "stopped", LearningRun.plugin + rare))
        _ = run.scenario.wait(for: "stages/model.part/key.json", in: "stopped", of: command)
        usleep(100_000)
        command.send(signal)
        let stopped = command.wait()
        #expect(stopped.status == 5, "\(stopped.errors)")
        let saved = run.scenario.events(of: "stopped").last { $0["event"] as? String == "checkpoint" }
        #expect(saved?["stage"] as? String == "model")
        let resumed = try BuiltCommand.run(run.scenario.arguments(to: "stopped", LearningRun.plugin + rare))
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try run.differences("whole", "stopped") == [])
    }

    @Test("epochs 20, then 50, against 50: the same bits, where the schedule does not span all epochs")
    func extended() throws {
        let run = try LearningRun(Self.model(epochs: 20))
        try #require(try run.run(to: "grown").status == 0)
        try run.scenario.rewrite(Self.model(epochs: 50))
        let extended = try run.run(to: "grown")
        try #require(extended.status == 0, "\(extended.errors)")
        #expect(extended.errors.contains("model: extend (epochs: 20 -> 50)"))
        try #require(try run.run(to: "fresh").status == 0)
        #expect(try run.differences("fresh", "grown") == [])
        #expect(run.scenario.leftovers(in: "grown") == [])
    }

    @Test("a schedule over all epochs starts anew, and says why")
    func notExtended() throws {
        func text(_ epochs: Int) -> String {
            Self.model(epochs: epochs).replacing("schedule: constant", with: "schedule: cosine")
        }
        let run = try LearningRun(text(5))
        try #require(try run.run(to: "out").status == 0)
        try run.scenario.rewrite(text(8))
        let again = try run.run(to: "out")
        try #require(again.status == 0, "\(again.errors)")
        #expect(again.errors.contains("model: run (with.epochs: 5 -> 8)"), "\(again.errors)")
        #expect(again.errors.contains("the schedule 'cosine' spans all epochs"), "\(again.errors)")
        #expect(again.errors.contains("schedule_epochs"))
    }

    @Test("a huge sample makes the loss overflow: the stage fails, naming it, and the last good checkpoint")
    func diverges() throws {
        let run = try LearningRun(
            LearningRun.text(
                data: ", spoilt: 5",
                model: """
                    train: linear_map
                    on: data.train
                    with: { epochs: 50, batch: 4, validation: 0, loss: mse, schedule: constant, normalize: none }
                    checkpoint: { every: 1 steps }
                    """))
        let outcome = try run.run(to: "out")
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("sample 5"), "\(outcome.errors)")
        #expect(outcome.errors.contains("checkpoint"), "\(outcome.errors)")
        #expect(try run.summary(of: "out").stage("model")["status"] as? String == "failed")
    }
}
