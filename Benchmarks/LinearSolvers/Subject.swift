import Ansatz
import BenchmarkSupport

/// What a request is about.
struct Subject {
    private let request: Request

    init(_ request: Request) { self.request = request }

    /// Seconds of set-up and solve, iterations, and the residual, freshly computed.
    func solve() throws -> [String: JSONValue] {
        let run = context(seed: request.integer("seed", default: 0))
        let system = try system(run)
        var (seconds, iterations, x): ([Double], Int, Tensor<Double>) = ([], 0, Tensor(shape: system.shape))
        for _ in 0..<request.repeats {
            x = Tensor(shape: system.shape)
            var solver = try request.solver()
            seconds.append(
                try Stopwatch.seconds {
                    try solver.prepare(run)
                    iterations = try solver.solve(any: system, into: &x, run)
                })
        }
        return [
            "seconds": .numbers(seconds), "iterations": .integer(iterations),
            "residual": .number(system.relativeResidual(of: x)), "unknowns": .integer(x.count),
        ]
    }

    /// Seconds of many sweeps of red-black over-relaxation.
    func sweep() throws -> [String: JSONValue] {
        let run = context(seed: 0)
        let system = try system(run)
        let sweeps = request.integer("sweeps", default: 100)
        let options: JSONValue = [
            "sor": [
                "ordering": "red_black", "max_iterations": .integer(sweeps), "tolerance": 1e-300, "omega": 1.9,
            ]
        ]
        guard var solver = try request.component(options, as: .solver).make() as? any Solver else {
            throw Failure("sor is no solver")
        }
        // One object, so that memory is there from the first repetition on.
        try solver.prepare(run)
        let seconds = try (0..<request.repeats).map { _ in
            var x = Tensor<Double>(shape: system.shape)
            return try Stopwatch.seconds { _ = try solver.solve(any: system, into: &x, mayStop: true, run) }
        }
        return [
            "seconds": .numbers(seconds), "sweeps": .integer(sweeps), "unknowns": .integer(system.rightHandSide.count),
        ]
    }

    private func context(seed: Int) -> RunContext {
        RunContext(seed: UInt64(seed), stage: "bare", threads: request.threads)
    }

    private func system(_ run: RunContext) throws -> any LinearSystem {
        if let grid = request["grid"]?.integers {
            return gridSystem(grid, isVarying: request["coefficients"] == "varying", threads: request.threads)
        }
        guard var problem = try request.component("problem", as: .problem).make() as? any StationaryProblem else {
            throw Failure("name a 'grid' or a stationary 'problem'")
        }
        try problem.prepare(run)
        return try problem.system(run)
    }

    /// Bytes a second of y ← y + s x on vectors of so many numbers all told, a share of both for each thread; two numbers
    /// read and one written count.
    func bandwidth() -> [String: JSONValue] {
        let threads = request.threads
        let count = max(1, request.integer("numbers", default: 1 << 20) / 2 / threads.count)
        let rounds = max(1, (1 << 27) / (count * threads.count))
        let vectors = (0..<threads.count).map { _ in
            (Workspace(count: count, vectors: 1), Workspace(count: count, vectors: 1))
        }
        let rates = (0..<request.repeats).map { _ in
            let seconds = Stopwatch.seconds {
                threads.forEachPhase(1, blocks: threads.count) { _, block in
                    let (x, y) = (vectors[block].0[0], vectors[block].1[0])
                    for _ in 0..<rounds { xpby(UnsafeBufferPointer(x), 0.5, y) }
                }
            }
            return 24 * Double(count * threads.count * rounds) / seconds
        }
        return ["rates": .numbers(rates), "numbers": .integer(2 * count * threads.count)]
    }
}

/// Poisson's equation on a grid with a random right-hand side; or with random coefficients between 1/2 and 3/2.
func gridSystem(_ shape: [Int], isVarying: Bool, threads: Threads) -> GridDiffusionSystem {
    var random = RandomStream(seed: 1, purpose: "grid")
    let faces = shape.indices.map { axis in
        let faces = DiffusionStencil.shapeOfFaces(shape, axis)
        return isVarying
            ? DiffusionStencil.Faces(.values(random.uniformTensor(shape: faces).map { 0.5 + $0 }))
            : DiffusionStencil.Faces(.constant(1), lowerWall: 1, upperWall: 1)
    }
    let system = GridDiffusionSystem(
        DiffusionStencil(shape: shape, faces: faces),
        axes: shape.enumerated().map { .index("i\($0.offset)", count: $0.element, role: .space) },
        .symmetricPositiveDefinite, threads: threads)
    system.rightHandSide = random.normalTensor(shape: shape)
    return system
}
