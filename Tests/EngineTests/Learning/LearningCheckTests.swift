import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

/// What the checker says of stages that train and evaluate.
@Suite("Checks of train and evaluate") struct LearningCheckTests {
    private static let registry: Result<Registry, any Error> = Result {
        let own = try TestPlugin.learning.library()
        let others = ["Relaxation", "Diffusion", "Fields"].map {
            BuiltCommand.products.appending(path: "lib\($0).so").path
        }
        return PluginLoader(search: PluginSearch(named: [own] + others, executableFolder: nil)).registry
    }

    private static let data =
        "  data: { generate: lines, with: { samples: 10, split: { train: 8, test: 2 } } }\n"
    private static let model = "  model: { train: linear_map, on: data.train, with: { epochs: 3 } }\n"

    /// The messages with their help for stages below `data`.
    private static func findings(_ stages: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let file = try folder.write("name: check\nstages:\n" + data + stages, to: "scenario.yaml")
        do throws(Diagnostics) {
            _ = try ScenarioChecker.check(path: file, registry: registryOrEmpty())
            return []
        } catch {
            return error.all.map { "\($0.message) | \($0.help ?? "")" }
        }
    }

    private static func registryOrEmpty() -> Registry { (try? registry.get()) ?? Registry() }

    @Test("good ones pass")
    func good() throws {
        _ = try Self.registry.get()
        let cases = [
            Self.model, Self.model + "  score: { evaluate: model, on: data.test, metrics: [relative_l2, h1] }\n",
            Self.model
                + "  score: { evaluate: model, on: data.test }\n  t: { compare: score, metrics: [relative_l2_max] }\n",
            """
              a: { train: linear_map, on: data.train, methods: { x: {}, y: { with: { scale: 2, batch: 2 } } } }
              b: { train: linear_map, on: { stage: data, split: train, samples: [0, 4] } }
              s: { evaluate: a, models: [b], on: data.test, worst: 0, batch: 4 }
              t: { compare: s, metrics: [relative_l2, seconds_per_sample], against: a-x }

            """,
        ]
        for stages in cases { #expect(try Self.findings(stages) == [], "\(stages)") }
    }

    @Test(
        "bad ones are told what is wrong and what to do",
        arguments: [
            (
                "  model: { train: linear_mapp, on: data.train }",
                "unknown operator 'linear_mapp' | the only trainable operator is 'linear_map'"
            ),
            ("  model: { train: resample, on: data.train }", "operator 'resample' has no weights"),
            ("  model: { train: jacobi, on: data.train }", "operator 'jacobi' is a preconditioner"),
            ("  model: { train: darcy, on: data.train }", "'darcy' is"),
            ("  model: { train: linear_map }", "train stage 'model' needs 'on' | write `on: data.train`"),
            (
                "  model: { train: linear_map, onn: data.train }",
                "unknown key 'onn' of train stage 'model' | did you mean 'on'?"
            ),
            ("  model: { train: linear_map, on: dat.train }", "there is no stage 'dat'"),
            (
                "  model: { train: linear_map, on: data.train, with: { epoch: 3 } }",
                "unknown option 'epoch' of the training | did you mean 'epochs'?"
            ),
            (
                "  model: { train: linear_map, on: data.train, with: { scal: 3 } }",
                "unknown option 'scal' of operator 'linear_map' | did you mean 'scale'?"
            ),
            ("  model: { train: linear_map, on: data.train, with: { epochs: 0 } }", "'epochs' must be at least 1"),
            (
                "  model: { train: linear_map, on: data.train, with: { patience: 3, validation: 0 } }",
                "'patience' needs validation samples"
            ),
            ("  model: { train: linear_map, on: data.train, using: { solver: cg } }", "unknown key 'using'"),
            (
                "  model: { train: linear_map, on: data.train, methods: { a: { epochs: 3 } } }",
                "unknown key 'epochs' of method 'a'"
            ),
            (
                "  score: { evaluate: data, on: data.test }",
                "stage 'data' trains nothing: its verb is 'generate' | name a stage with the verb 'train'"
            ),
            (
                model + "  score: { evaluate: modell, on: data.test }",
                "there is no stage 'modell' | did you mean 'model'?"
            ),
            (model + "  score: { evaluate: model }", "evaluate stage 'score' needs 'on'"),
            (
                model + "  score: { evaluate: model, on: data.test, metrics: [relativ_l2] }",
                "unknown metric 'relativ_l2' | did you mean 'relative_l2'?"
            ),
            (model + "  score: { evaluate: model, on: data.test, worst: 99 }", "'worst' must be between 0 and 16"),
            (model + "  score: { evaluate: model, on: data.test, solver: cg }", "a solver needs a problem to solve"),
            (model + "  score: { evaluate: model.x, on: data.test }", "stage 'model' has no method 'x'"),
            (
                model + "  score: { evaluate: model, on: data.test }\n  t: { compare: score, metrics: [relativ_l2] }",
                "stage 'score' has no metric 'relativ_l2'"
            ),
            (model + "  score: { evaluate: model, on: score }", "stage 'score' reads itself"),
            (
                model + "  score: { evaluate: model, models: [model], on: data.test }",
                "model 'model' is there twice | each model is judged once"
            ),
            (
                model + "  b: { train: linear_map, on: data.train }\n"
                    + "  score: { evaluate: model, models: [b, b], on: data.test }", "model 'b' is there twice"
            ),
            (
                "  a: { train: linear_map, on: data.train, methods: { x: {}, y: {} } }\n"
                    + "  score: { evaluate: a, models: [a.y], on: data.test }", "model 'a.y' is there twice"
            ),
            (
                model + "  a: { train: linear_map, on: data.train, methods: { b: {}, c: {} } }\n"
                    + "  a-b: { train: linear_map, on: data.train }\n"
                    + "  score: { evaluate: a, models: [a-b], on: data.test }",
                "'a.b' and 'a-b' would both be called 'a-b' here"
            ),
        ])
    func bad(stages: String, words: String) throws {
        _ = try Self.registry.get()
        let found = try Self.findings(stages + "\n")
        #expect(found.contains { $0.contains(words) }, "\(found)")
        #expect(found.count == 1, "\(found)")
    }
}
