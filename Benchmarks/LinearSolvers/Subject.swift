import Ansatz
import Foundation

/// What a request is about.
struct Subject {
    private let request: [String: Any]
    private let decoder: OptionDecoder
    private let threads: Threads
    private let repeats: Int

    init(_ request: [String: Any], decoder: OptionDecoder) {
        (self.request, self.decoder) = (request, decoder)
        threads = Threads(request["threads"] as? Int ?? 1)
        repeats = request["repeats"] as? Int ?? 5
    }

    /// Seconds of set-up and solve, iterations, and the residual, freshly computed.
    func solve() throws -> [String: Any] {
        let run = RunContext(seed: UInt64(request["seed"] as? Int ?? 0), stage: "bare", threads: threads)
        let system = try system(run)
        let chosen = try component(request["solver"], as: .solver)
        var (seconds, iterations, x): ([Double], Int, Tensor<Double>) = ([], 0, Tensor(shape: system.shape))
        for _ in 0..<repeats {
            x = Tensor(shape: system.shape)
            guard let solver = try chosen.make() as? any Solver else { throw Failure("no solver") }
            seconds.append(try measured { iterations = try solve(solver, system, into: &x, run) })
        }
        return [
            "seconds": seconds, "iterations": iterations, "residual": system.relativeResidual(of: x),
            "unknowns": x.count,
        ]
    }

    /// Seconds of many sweeps of red-black over-relaxation.
    func sweep() throws -> [String: Any] {
        let run = RunContext(seed: 0, stage: "bare", threads: threads)
        let system = try system(run)
        let sweeps = request["sweeps"] as? Int ?? 100
        let options: [String: Any] = [
            "ordering": "red_black", "max_iterations": sweeps, "tolerance": "1e-300", "omega": 1.9,
        ]
        let chosen = try component(["sor": options], as: .solver)
        guard let solver = try chosen.make() as? any Solver else { throw Failure("no solver") }
        return [
            "seconds": try seconds(of: solver, system, run), "sweeps": sweeps, "unknowns": system.rightHandSide.count,
        ]
    }

    private func seconds<S: Solver>(of prototype: S, _ system: any LinearSystem, _ run: RunContext) throws -> [Double] {
        // One object, so that memory is there from the first repetition on.
        var solver = prototype
        try solver.prepare(run)
        guard let statement = system as? S.Statement else { throw Failure("\(S.info.name) doesn't take this system") }
        return try (0..<repeats).map { _ in
            var x = Tensor<Double>(shape: system.shape)
            return try measured {
                do {
                    _ = try solver.solve(statement, into: &x, run)
                } catch ComputationError.notConverged {
                }
            }
        }
    }

    private func solve<S: Solver>(
        _ prototype: S, _ system: any LinearSystem, into x: inout Tensor<Double>, _ run: RunContext
    ) throws -> Int {
        var solver = prototype
        try solver.prepare(run)
        guard let statement = system as? S.Statement else { throw Failure("\(S.info.name) doesn't take this system") }
        return try solver.solve(statement, into: &x, run).iterations
    }

    private func system(_ run: RunContext) throws -> any LinearSystem {
        if let grid = request["grid"] as? [Int] {
            return gridSystem(grid, isVarying: request["coefficients"] as? String == "varying", threads: threads)
        }
        guard var problem = try component(request["problem"], as: .problem).make() as? any StationaryProblem else {
            throw Failure("name a 'grid' or a stationary 'problem'")
        }
        try problem.prepare(run)
        return try problem.system(run)
    }

    private func component(_ value: Any?, as role: ComponentRole) throws -> ConfiguredComponent {
        let (name, options) = (value as? String, value as? [String: Any])
        guard let name = name ?? options?.keys.first else { throw Failure("the request names no \(role.name)") }
        let inner = options?[name] as? [String: Any]
        let chosen = ConfiguredComponent.decode(
            name, options: inner.map(setting), at: nil, as: role, with: decoder)
        guard decoder.diagnostics.isEmpty, let chosen else {
            throw Failure(decoder.diagnostics.map(\.message).joined(separator: "\n"))
        }
        return chosen
    }

    private func setting(_ value: Any) -> Setting {
        switch value {
        case let mapping as [String: Any]:
            let entries = mapping.sorted { $0.key < $1.key }.map {
                Setting.Entry(key: $0.key, keyLocation: nil, value: setting($0.value))
            }
            return Setting(.mapping(entries), at: nil)
        case let list as [Any]: return Setting(.list(list.map(setting)), at: nil)
        default: return Setting(.scalar("\(value)", isQuoted: false), at: nil)
        }
    }

    /// Bytes a second of y ← y + s x on vectors of so many numbers all told, a share of both for each thread; two numbers
    /// read and one written count.
    func bandwidth() -> [String: Any] {
        let count = max(1, (request["numbers"] as? Int ?? 1 << 20) / 2 / threads.count)
        let rounds = max(1, (1 << 27) / (count * threads.count))
        let vectors = (0..<threads.count).map { _ in
            (Workspace(count: count, vectors: 1), Workspace(count: count, vectors: 1))
        }
        let rates = (0..<repeats).map { _ in
            let seconds = measured {
                threads.forEachPhase(1, blocks: threads.count) { _, block in
                    let (x, y) = (vectors[block].0[0], vectors[block].1[0])
                    for _ in 0..<rounds { xpby(UnsafeBufferPointer(x), 0.5, y) }
                }
            }
            return 24 * Double(count * threads.count * rounds) / seconds
        }
        return ["rates": rates, "numbers": 2 * count * threads.count]
    }
}

func measured(_ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
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
