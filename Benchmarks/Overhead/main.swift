import Ansatz
import BenchmarkSupport

// The heat equation of examples/heat-sor-bandit.yaml as a bare loop over the kernels in the plugin's own library: no
// scheduler, no record of the steps, no progress, no output. With `checked`, the loop also asks the problem for each
// step's residual, as the framework does. Answers the iterations and the seconds.
//
//     Overhead LIBRARIES '{ "problem": { "heat": { "cells": [25, 25] } }, "solver": "cg", "steps": 5000, "checked": true }'

/// The loop: pose the step, solve it, and check it where that is asked for.
func march<S: Solver>(
    _ prototype: S, _ equation: any LinearEvolution, steps: Int, step: Double, isChecked: Bool, _ run: RunContext
) throws -> (iterations: Int, seconds: Double) {
    var solver = prototype
    var state = try equation.initialState()
    // One object serves all steps, so one cast does.
    guard let system = try equation.implicitStep(from: state, time: 0, step: step, theta: 0.5) as? S.Statement else {
        throw Failure("\(S.info.name) doesn't take this system")
    }
    var iterations = 0
    var old = state
    var worst = 0.0
    let seconds = try Stopwatch.seconds {
        for index in 0..<steps {
            let time = Double(index) * step
            if isChecked {
                state.withBuffer { state in old.withMutableBuffer { _ = $0.update(fromContentsOf: state) } }
            }
            _ = try equation.implicitStep(from: state, time: time, step: step, theta: 0.5)
            iterations += try solver.solve(system, into: &state, run).iterations
            if isChecked {
                worst = max(
                    worst, try equation.defect(of: state, from: old, time: time, step: step, scheme: .theta(0.5)) ?? 0)
            }
        }
    }
    return (iterations, seconds)
}

Answer.print { request in
    let run = RunContext(seed: 0, stage: "bare", threads: request.threads)
    let problem = try request.component("problem", as: .problem).make()
    guard let problem = problem as? any TransientProblem,
        let equation = try problem.evolution(run) as? any LinearEvolution
    else { throw Failure("the problem is no linear evolution") }
    let result = try march(
        try request.solver(), equation, steps: request.integer("steps", default: 5000), step: problem.march.step,
        isChecked: request["checked"] == true, run)
    return ["iterations": .integer(result.iterations), "seconds": .number(result.seconds)]
}
