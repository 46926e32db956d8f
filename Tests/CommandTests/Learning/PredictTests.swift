import Foundation
import Testing
import TestSupport

@Suite("ansatz predict", .serialized)
struct PredictTests {
    private static let run: Result<LearningRun, any Error> = Result {
        let run = try LearningRun(
            LearningRun.text(
                model: """
                    train: linear_map
                    on: data.train
                    with: { epochs: 10, batch: 4, learning_rate: 0.02 }
                    """, more: "score: { evaluate: model, on: data, worst: 16 }"))
        let outcome = try run.run(to: "out")
        try #require(outcome.status == 0, "\(outcome.errors)")
        return run
    }

    private static func predict(_ arguments: String...) throws -> BuiltCommand.Outcome {
        try BuiltCommand.run(["predict"] + arguments + LearningRun.plugin, in: try run.get().scenario.folder.url)
    }

    @Test(
        "for a model file, a stage's folder and a run, the same as evaluate saw",
        arguments: ["out", "out/stages/model", "out/stages/model/result.h5"])
    func agrees(model: String) throws {
        let run = try Self.run.get()
        let output = model.replacing("/", with: "_") + ".predicted.h5"
        let outcome = try Self.predict(model, "out/stages/data/result.h5", "-o", output, "--batch", "7")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let check = try Python.run(
            """
            import h5py, sys
            import numpy as np
            p, e, d = (h5py.File(path) for path in sys.argv[1:])
            cases = e['case'][:].astype(int)
            print(p['u'].shape, p['u'].dtype, np.array_equal(p['u'][:][cases], e['case_u_prediction'][:]))
            print(p.attrs['operator'].decode(), len(p.attrs['input_digest']), len(p.attrs['model_digest']))
            """,
            [
                run.scenario.folder.path(output), run.scenario.path("out", "stages/score/result.h5"),
                run.scenario.path("out", "stages/data/result.h5"),
            ])
        #expect(check.output == "(40, 6) float32 True\nlinear_map 64 64\n", "\(check.output)\(check.errors)")
    }

    @Test("a foreign file, whose dimensions are named on the command line, with the samples last; and a single sample")
    func foreign() throws {
        let run = try Self.run.get()
        try #require(try Self.predict("out", "out/stages/data/result.h5", "-o", "own.h5").status == 0)
        let made = try Python.run(
            """
            import h5py, sys
            d = h5py.File(sys.argv[1])
            with h5py.File(sys.argv[2], 'w') as f: f['run/coefficient'] = d['a'][:].T
            with h5py.File(sys.argv[3], 'w') as f: f['a'] = d['a'][3]
            """, ["out/stages/data/result.h5", "raw.h5", "one.h5"].map { run.scenario.folder.path($0) })
        try #require(made.status == 0, "\(made.errors)")
        let outcome = try Self.predict(
            "out", "raw.h5", "--input", "a=run/coefficient", "--axes", "x,sample", "-o", "raw-out.h5")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let single = try Self.predict("out", "one.h5", "--axes", "x", "-o", "one-out.h5")
        try #require(single.status == 0, "\(single.errors)")
        let check = try Python.run(
            """
            import h5py, sys
            import numpy as np
            own, raw, one = (h5py.File(path)['u'][:] for path in sys.argv[1:])
            print(np.allclose(own, raw, rtol=1e-6), np.allclose(own[3], one[0], rtol=1e-6), one.shape)
            """, ["own.h5", "raw-out.h5", "one-out.h5"].map { run.scenario.folder.path($0) })
        #expect(check.output == "True True (1, 6)\n", "\(check.output)\(check.errors)")
    }

    @Test("what is wrong is said")
    func errors() throws {
        let run = try Self.run.get()
        let data = "out/stages/data/result.h5"
        let made = try Python.run(
            """
            import h5py, sys
            import numpy as np
            with h5py.File(sys.argv[1], 'w') as f: f['b'] = np.zeros((3, 6)); f['c'] = np.zeros(2)
            with h5py.File(sys.argv[2], 'w') as f: f['a'] = np.zeros((3, 7))
            with h5py.File(sys.argv[3], 'w') as f: f['a'] = np.array([[0, 1, 2, np.nan, 4, 5]])
            bytes = open(sys.argv[4], 'rb').read()
            open(sys.argv[5], 'wb').write(bytes[:len(bytes) // 2])
            """,
            ["lacks.h5", "wide.h5", "nan.h5", data, "half.h5"].map { run.scenario.folder.path($0) })
        try #require(made.status == 0, "\(made.errors)")
        let cases: [(arguments: [String], words: String)] = [
            (["nowhere", data], "there is no file or folder 'nowhere'"),
            ([data, data], "no model file"), (["out/stages/data", data], "holds no trained model"),
            (["out", "lacks.h5"], "has no dataset 'a'"), (["out", "wide.h5", "--axes", "sample,x"], "7"),
            (["out", "nan.h5", "--axes", "sample,x"], "nan"), (["out", "wide.h5", "--axes", "x"], "2 dimensions"),
            (["out", "half.h5"], "half.h5"), (["out", data, "--input", "q=a"], "no input 'q'"),
            (["out", data, "-o", data], "the output"),
        ]
        for (arguments, words) in cases {
            let hasOutput = arguments.contains("-o")
            let outcome = try BuiltCommand.run(
                ["predict"] + arguments + (hasOutput || arguments[0] == data ? [] : ["-o", "nothing.h5"])
                    + LearningRun.plugin, in: run.scenario.folder.url)
            #expect([2, 64].contains(outcome.status), "\(arguments): \(outcome.output)")
            #expect(
                outcome.errors.contains(words) || outcome.errors.contains("exists"), "\(arguments): \(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: run.scenario.folder.path("nothing.h5")))
        }
        // Without the plugin, the operator's name and what to do.
        let outcome = try BuiltCommand.run(
            ["predict", "out", data, "-o", "nothing.h5"], in: run.scenario.folder.url)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("operator 'linear_map', which no loaded plugin has"), "\(outcome.errors)")
        #expect(outcome.errors.contains("--plugin-path"))
    }

    @Test("inspect tells what a model is, without its plugin")
    func inspect() throws {
        let run = try Self.run.get()
        let outcome = try BuiltCommand.run(["inspect", "out/stages/model/result.h5"], in: run.scenario.folder.url)
        try #require(outcome.status == 0, "\(outcome.errors)")
        for words in [
            "linear_map with 42 parameters", "a (x 6 periodic", "u (x 6", "normalised by", "epochs 10", "batch 4",
        ] {
            #expect(outcome.output.contains(words), "\(words) in\n\(outcome.output)")
        }
    }
}
