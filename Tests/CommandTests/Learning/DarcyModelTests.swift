import Foundation
import TestSupport
import Testing

@Suite("Models of Darcy flow on other grids and with sources of their own", .serialized)
struct DarcyModelTests {
    @Test("the mean predictor on another grid is the training mean, interpolated: judged samples have no say")
    func mean() throws {
        let run = try ScenarioRun(
            """
            name: grids
            seed: 2
            stages:
              data: { generate: darcy, with: { points: [9, 9], samples: 12 } }
              finer: { generate: darcy, with: { points: [17, 21], samples: 5 } }
              model: { train: fno, on: data, with: { modes: [3, 3], width: 4, epochs: 1 } }
              score: { evaluate: model, on: finer }
            """)
        let outcome = try run.run(to: "out")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let own = try Summary(run.folder.path("out")).stage("score")["metrics"] as? [String: Double] ?? [:]
        let other = try Python.run(
            """
            import h5py, sys
            import numpy as np
            mean = h5py.File(sys.argv[1])['u'][:].astype(np.float32).astype(float).mean(axis=0)
            u = h5py.File(sys.argv[2])['u'][:]
            x = np.linspace(0, 1, 9)
            rows = np.array([np.interp(np.linspace(0, 1, 17), x, row) for row in mean])
            fine = np.array([np.interp(np.linspace(0, 1, 21), x, column) for column in rows.T]).T
            print(np.mean([np.linalg.norm(fine - one) / np.linalg.norm(one) for one in u]))
            """, ["data", "finer"].map { run.path("out", "stages/\($0)/result.h5") })
        let text = other.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let expected = try #require(Double(text), "\(other.errors)")
        #expect(abs(try #require(own["mean_predictor"]) - expected) < 1e-6)
    }

    private static let sources = """
        name: paid
        seed: 1
        stages:
          data:
            generate: darcy
            with:
              points: [17, 17]
              samples: 220
              source: 0
              source_deviation: 1
              source_exponent: 0.5
              split: { train: 200, test: 20 }
          model:
            train: fno
            on: data.train
            with: { modes: [8, 8], width: 16, padding: 0.1, epochs: 20, batch: 10, learning_rate: 5e-3, loss: relative_h1 }
          score:
            evaluate: model
            on: data.test
            problem: { darcy: { cells: [16, 16] } }
            solver: { cg: { preconditioner: multigrid } }
          flow:
            solve: darcy
            with: { cells: [16, 16], sample: 3 }
            methods:
              plain: { solver: { cg: { tolerance: 1e-8 } } }
              multigrid: { solver: { cg: { preconditioner: multigrid, tolerance: 1e-8 } } }
              guess: { solver: { guess: { model: model } } }
              learned: { solver: { flexible_cg: { preconditioner: { learned: { model: model } }, tolerance: 1e-8 } } }
          flows: { compare: flow, metrics: [total_iterations, seconds, paid] }
        """

    @Test("a model of permeability and source is judged by its own sources, guesses, and preconditions")
    func sources() throws {
        let run = try ScenarioRun(Self.sources)
        let outcome = try run.run(to: "out")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let summary = try Summary(run.folder.path("out"))
        let score = summary.stage("score")["metrics"] as? [String: Double] ?? [:]
        #expect(try #require(score["relative_l2"]) < 0.5)
        // The solver that is given each sample's source gets as near as the model.
        #expect(try #require(score["solver_error"]) <= 0.5)
        let flow = summary.metrics(ofStage: "flow")
        let iterations = try ["plain", "multigrid", "learned"].map {
            try #require(flow[$0]?["total_iterations"])
        }
        // Fewer than without any, more than with a good one.
        #expect(iterations[2] < iterations[0] && iterations[1] < iterations[2], "\(iterations)")
        let guess = try #require(flow["guess"])
        #expect(try #require(guess["guess_error"]) < 1)
        #expect(guess["guess_used"] == 1)
        #expect(guess["paid"] != nil && guess["rival_iterations"] != nil)
    }
}
