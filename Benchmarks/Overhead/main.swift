import Ansatz
import Foundation

// The heat equation of examples/heat-sor-bandit.yaml as a bare loop: the plugin's kernels, called directly, with no
// scheduler, no check, no record of the steps, no progress. Prints the method, its iterations and its seconds.
//
//     Overhead cg|ssor_cg CELLS STEPS

let arguments = CommandLine.arguments
guard arguments.count == 4, let cells = Int(arguments[2]), let steps = Int(arguments[3]) else {
    print("usage: Overhead cg|ssor_cg CELLS STEPS")
    exit(64)
}

let run = RunContext(seed: 0, stage: "bare", threads: .one)

func march(cells: Int, steps: Int, _ run: RunContext, _ solve: (HeatStep, inout Tensor<Double>) throws -> Int) throws
    -> (iterations: Int, seconds: Double)
{
    var options = HeatProblem.Options()
    options.cells = [cells, cells]
    guard let equation = try HeatProblem(options).evolution(run) as? HeatEvolution else { return (0, 0) }
    var state = try equation.initialState()
    var iterations = 0
    let start = DispatchTime.now().uptimeNanoseconds
    for step in 0..<steps {
        let time = Double(step) * options.dt
        let system = try equation.implicitStep(from: state, time: time, step: options.dt, theta: 0.5)
        if let system = system as? HeatStep { iterations += try solve(system, &state) }
    }
    return (iterations, Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9)
}

let result: (iterations: Int, seconds: Double)
if arguments[1] == "cg" {
    var solver = ConjugateGradients(KrylovOptions())
    result = try march(cells: cells, steps: steps, run) { system, state in
        try solver.solve(system, into: &state, run).iterations
    }
} else {
    var solver = SSORConjugateGradients(SSORConjugateGradients.Options())
    result = try march(cells: cells, steps: steps, run) { system, state in
        try solver.solve(system, into: &state, run).iterations
    }
}
print(arguments[1], result.iterations, result.seconds)
