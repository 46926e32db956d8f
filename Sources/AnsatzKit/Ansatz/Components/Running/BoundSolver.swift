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
                option: option.name, range: configured.entry.keys.first { $0.name == option.name }?.range,
                owner: "solver '\(configured.entry.info.name)'", tuner: try run.make(option.tuner),
                random: run.random("tune.\(option.name)", index: index))
        }
        try cell.prepare(run)
    }

    /// Solves in place; see ``Solver/solve(_:into:_:)``.
    ///
    /// - Throws: what the solver throws; ``ComputationError/unsuitable(_:help:)`` where a tuner proposes what its option
    ///   does not allow, or where the solver's answer has another shape than the system or an impossible count.
    public func solve(_ system: any LinearSystem, into solution: inout Tensor<Double>) throws -> SolveReport {
        guard !tuners.isEmpty else { return try call(system, into: &solution) }
        let context = system.context
        proposals.removeAll(keepingCapacity: true)
        for index in tuners.indices {
            let value = try tuners[index].propose(context)
            cell.tune(tuners[index].option, to: value)
            proposals.append((tuners[index].option, value))
        }
        let report = try call(system, into: &solution)
        for index in tuners.indices {
            tuners[index].observe(cost: Double(report.iterations), of: proposals[index].value, context)
        }
        return report
    }

    /// Calls the solver, and refuses what callers could not use safely: they read `solution` by the system's shape.
    private func call(_ system: any LinearSystem, into solution: inout Tensor<Double>) throws -> SolveReport {
        let shape = system.shape
        guard solution.shape == shape else {
            throw ComputationError.unsuitable(
                "solver '\(name)' was given a start of shape \(solution.shape) for a system of shape \(shape)",
                help: nil)
        }
        let report = try cell.solve(system, into: &solution, run)
        guard solution.shape == shape else {
            throw ComputationError.unsuitable(
                "solver '\(name)' returned an answer of shape \(solution.shape) for a system of shape \(shape)",
                help: Self.helpForBrokenSolver)
        }
        let (total, overflow) = iterations.addingReportingOverflow(report.iterations)
        guard report.iterations >= 0, !overflow else {
            throw ComputationError.unsuitable(
                "solver '\(name)' says that it took \(report.iterations) iterations", help: Self.helpForBrokenSolver)
        }
        solves += 1
        iterations = total
        return report
    }

    private static let helpForBrokenSolver = "this is a fault of the solver: use another one, or name a fallback"

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
    private let range: OptionRange?
    /// Whose option it is, in words.
    private let owner: String
    private var tuner: any Tuner
    private var random: RandomStream

    init(option: String, range: OptionRange?, owner: String, tuner: any Tuner, random: RandomStream) {
        self.option = option
        self.range = range
        self.owner = owner
        self.tuner = tuner
        self.random = random
    }

    /// The tuner's proposal, once it is known that the option allows it.
    mutating func propose(_ context: [Double]) throws -> Double {
        let value = tuner.propose(context: context, random: &random)
        guard value.isFinite, range?.contains(value) ?? true else {
            throw ComputationError.unsuitable(
                "tuner '\(type(of: tuner).info.name)' proposed \(value) for '\(option)' of \(owner), "
                    + "which must be \(range?.description ?? "a number")",
                help: "this is a fault of the tuner: use another one, or give '\(option)' a number")
        }
        return value
    }

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
