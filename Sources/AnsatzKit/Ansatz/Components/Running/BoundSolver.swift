import Foundation

/// A solver in use: before each solve its tuners choose the tuned options, after it they see what the choice cost.
public final class BoundSolver: BoundComponent {
    /// Its name in scenarios.
    public let name: String
    /// Solves and iterations so far.
    public private(set) var solves = 0
    public private(set) var iterations = 0
    /// The latest proposal for each tuned option, by name.
    public private(set) var proposals: [(name: String, value: Double)] = []

    var hasTuners: Bool { !tuners.isEmpty }

    private let cell: any SolverCell
    private var tuners: [BoundTuner]
    private let run: RunContext

    init(_ configured: ConfiguredComponent, index: Int, _ run: RunContext) throws {
        name = configured.entry.info.name
        guard let cell = try configured.entry.codec.makeSolverCell(configured.options) else {
            throw ComputationError.unsuitable("'\(configured.entry.info.name)' is not a solver", help: nil)
        }
        self.cell = cell
        self.run = run
        tuners = try configured.tuned.map { option in
            BoundTuner(
                option: option.name, tuner: try option.tuner.makeUnbound(),
                random: run.random("tune.\(option.name)", index: index))
        }
        try cell.prepare(run)
    }

    /// Solves in place; see ``Solver/solve(_:into:_:)``.
    public func solve(_ system: any LinearSystem, into solution: inout Tensor<Double>) throws -> SolveReport {
        guard !tuners.isEmpty else { return try count(cell.solve(system, into: &solution, run)) }
        let context = system.context
        proposals.removeAll(keepingCapacity: true)
        for index in tuners.indices {
            let value = tuners[index].propose(context)
            cell.tune(tuners[index].option, to: value)
            proposals.append((tuners[index].option, value))
        }
        let report = try count(cell.solve(system, into: &solution, run))
        for index in tuners.indices {
            tuners[index].observe(cost: Double(report.iterations), of: proposals[index].value, context)
        }
        return report
    }

    private func count(_ report: SolveReport) -> SolveReport {
        solves += 1
        iterations += report.iterations
        return report
    }

    private struct State: Codable {
        var solves: Int
        var iterations: Int
        var solver: Data?
        var tuners: [BoundTuner.State]
    }

    func encodedState() throws -> Data? {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        return try encoder.encode(
            State(
                solves: solves, iterations: iterations, solver: cell.encodedState(),
                tuners: tuners.map { try $0.state() }))
    }

    func restore(encoded data: Data) throws {
        let state = try PropertyListDecoder().decode(State.self, from: data)
        guard state.tuners.count == tuners.count else {
            throw ComputationError.badInput("the checkpoint of solver '\(name)' has other tuners", help: nil)
        }
        solves = state.solves
        iterations = state.iterations
        if let solver = state.solver { try cell.restore(encoded: solver) }
        for index in tuners.indices { try tuners[index].restore(state.tuners[index]) }
    }
}

/// A tuner with the option it tunes and its random stream.
struct BoundTuner {
    let option: String
    private var tuner: any Tuner
    private var random: RandomStream

    init(option: String, tuner: any Tuner, random: RandomStream) {
        self.option = option
        self.tuner = tuner
        self.random = random
    }

    mutating func propose(_ context: [Double]) -> Double { tuner.propose(context: context, random: &random) }

    mutating func observe(cost: Double, of proposal: Double, _ context: [Double]) {
        tuner.observe(cost: cost, of: proposal, context: context)
    }

    struct State: Codable {
        var learned: Data?
        var random: RandomStream
    }

    func state() throws -> State { State(learned: try (tuner as? any Resumable)?.encodedState(), random: random) }

    mutating func restore(_ state: State) throws {
        random = state.random
        guard let learned = state.learned, var resumable = tuner as? any Resumable else { return }
        try resumable.restore(encoded: learned)
        if let restored = resumable as? any Tuner { tuner = restored }
    }
}
