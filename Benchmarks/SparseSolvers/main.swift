import Ansatz
import BenchmarkSupport

// Times solvers on a matrix from a Matrix Market file, with the plugins' own libraries and nothing around them. Each
// repetition makes the solver anew, so that its set-up is counted; then it solves once more, with the set-up kept.
//
//     SparseSolvers LIBRARIES '{ "matrix": "a.mtx", "solver": { "cg": { "preconditioner": "amg" } }, "repeats": 4 }'
//
// The request's "class" says what the matrix is. Answers seconds of reading; for each repetition seconds of set-up and solve
// and of the solve alone; and the iterations. A solve that reaches its iteration limit counts too: sweeps are timed that way.

Answer.print { request in
    let run = RunContext(seed: 0, stage: "bare", threads: request.threads)
    let posed: JSONValue = [
        "sparse_matrix": [
            "matrix": request["matrix"] ?? "", "source": "random", "find_bound": false,
            "class": request["class"] ?? "auto",
        ]
    ]
    guard var problem = try request.component(posed, as: .problem).make() as? any StationaryProblem else {
        throw Failure("the problem is not stationary")
    }
    try problem.prepare(run)
    var read: (any LinearSystem)?
    let reading = try Stopwatch.seconds { read = try problem.system(run) }
    guard let system = read else { throw Failure("there is no matrix") }
    var (both, alone, iterations): ([Double], [Double], Int) = ([], [], 0)
    func solve(_ solver: inout any Solver) throws -> Double {
        try Stopwatch.seconds {
            var x = Tensor<Double>(shape: system.shape)
            iterations = try solver.solve(any: system, into: &x, mayStop: true, run)
        }
    }
    for _ in 0..<request.repeats {
        var solver = try request.solver()
        try solver.prepare(run)
        both.append(try solve(&solver))
        alone.append(try solve(&solver))
    }
    return [
        "reading": .number(reading), "seconds": .numbers(both), "solve_seconds": .numbers(alone),
        "iterations": .integer(iterations),
    ]
}
