import Foundation
import Testing
import TestSupport

@Suite("Evaluation as a stage", .serialized)
struct EvaluationRunTests {
    private static let text = LearningRun.text(
        model: """
            train: linear_map
            on: data.train
            with: { epochs: 10, batch: 4, schedule: constant, learning_rate: 0.01 }
            methods:
              slow: { with: { learning_rate: 0.002 } }
              fast: { with: { learning_rate: 0.02 } }
            """,
        more: """
            score: { evaluate: model, on: data.test, metrics: [relative_l2, h1, max_error, mse], worst: 2, batch: 3 }
            one: { evaluate: model.fast, on: data.test }
            table: { compare: score, metrics: [relative_l2, relative_l2_max, h1, seconds_per_sample] }
            """)

    /// Weights, normalisers and samples read by others, multiplied by others.
    private static let byHand = """
        import h5py, json, sys
        import numpy as np
        f, d = h5py.File(sys.argv[1]), h5py.File(sys.argv[2])
        a, u = d['a'][:].astype(np.float32), d['u'][:].astype(np.float32)
        train, test = d['split'][:] == 0, d['split'][:] == 1
        n = f['normalizers']
        x = (a - n['inputs/a/shift'][...]) / n['inputs/a/scale'][...]
        y = (x @ f['weights/map/weight'][:] + f['weights/map/bias'][:]) * n['outputs/u/scale'][...] + n['outputs/u/shift'][...]
        norm = lambda e: np.linalg.norm(e[test], axis=1)
        slope = lambda e: (np.roll(e, -1, axis=1) - np.roll(e, 1, axis=1)) / (2 / 6)
        error = norm(y - u) / norm(u)
        h1 = np.sqrt((norm(y - u)**2 + norm(slope(y - u))**2) / (norm(u)**2 + norm(slope(u))**2))
        mean = norm(u[train].mean(axis=0) - u) / norm(u)
        print(json.dumps({
            'relative_l2': error.mean(), 'relative_l2_median': np.median(error), 'relative_l2_max': error.max(),
            'worst_sample': int(error.argmax()), 'h1': h1.mean(), 'max_error': np.abs(y - u)[test].max(axis=1).mean(),
            'mse': ((y - u)[test]**2).mean(), 'mean_predictor': mean.mean(), 'samples': int(test.sum()),
        }, default=float))
        """

    @Test("all numbers are those that others compute from the files")
    func numbers() throws {
        let run = try LearningRun(Self.text)
        let outcome = try run.run(to: "out")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let scores = try run.summary(of: "out").metrics(ofStage: "score")
        #expect(scores.keys.sorted() == ["fast", "slow"])
        for method in ["slow", "fast"] {
            let other = try Python.run(
                Self.byHand,
                [
                    run.scenario.path("out", "stages/model/\(method)/result.h5"),
                    run.scenario.path("out", "stages/data/result.h5"),
                ])
            let expected = try JSONSerialization.jsonObject(with: Data(other.output.utf8)) as? [String: Double] ?? [:]
            try #require(expected.count == 9, "\(other.errors)")
            let own = try #require(scores[method])
            for (name, value) in expected {
                // Predictions are computed in single precision.
                #expect(abs((own[name] ?? .nan) - value) <= 2e-5 * abs(value), "\(method): \(name)")
            }
            for name in ["seconds_per_sample", "seconds_per_sample_batch"] { #expect(try #require(own[name]) > 0) }
        }
        let one = try run.summary(of: "out").stage("one")["metrics"] as? [String: Double]
        #expect(one?["relative_l2"] == scores["fast"]?["relative_l2"])
        #expect(try run.summary(of: "out").column("relative_l2", ofTable: "table").count == 2)
    }

    @Test("the file has each sample's metrics, the spectrum, and the worst predictions with a typical one")
    func file() throws {
        let run = try LearningRun(Self.text)
        try #require(try run.run(to: "out").status == 0)
        let outcome = try Python.run(
            """
            import h5py, sys
            import numpy as np
            f = h5py.File(sys.argv[1])
            errors = f['sample_relative_l2'][:]
            order = np.argsort(-errors, kind='stable')
            print(list(f['case'][:]) == [order[0], order[1], order[4]])
            print(np.allclose(f['case_u_error'][:], f['case_u_prediction'][:] - f['case_u_truth'][:], atol=1e-6))
            cases = np.linalg.norm(f['case_u_error'][:], axis=1) / np.linalg.norm(f['case_u_truth'][:], axis=1)
            print(np.allclose(cases, errors[f['case'][:].astype(int)], rtol=1e-4))
            d = h5py.File(sys.argv[2])
            u = d['u'][:][d['split'][:] == 1]
            print(abs((f['spectrum_truth_u'][:]**2).sum() / (u**2).mean() - 1) < 1e-5)
            """,
            [
                run.scenario.path("out", "stages/score/slow/result.h5"),
                run.scenario.path("out", "stages/data/result.h5"),
            ])
        #expect(outcome.output == "True\nTrue\nTrue\nTrue\n", "\(outcome.output)\(outcome.errors)")
        let report = try String(contentsOfFile: run.scenario.path("out", "report.html"), encoding: .utf8)
        for words in ["Error of u over wavenumbers", "Errors of the samples", "worst", "typical"] {
            #expect(report.contains(words), "\(words)")
        }
    }

    @Test("a model that failed does not keep the others from being judged")
    func partly() throws {
        let text = Self.text.replacing(
            "fast: { with: { learning_rate: 0.02 } }",
            with: "fast: { with: { learning_rate: 1e30, clip: 1e30, loss: mse, optimizer: adam } }")
        let run = try LearningRun(text)
        let outcome = try run.run(to: "out")
        #expect(outcome.status == 4)
        let score = try run.summary(of: "out")
        #expect(score.method("slow", ofStage: "score")["status"] as? String == "ok", "\(outcome.errors)")
        #expect(score.method("fast", ofStage: "score")["status"] as? String == "skipped", "\(outcome.errors)")
    }
}
