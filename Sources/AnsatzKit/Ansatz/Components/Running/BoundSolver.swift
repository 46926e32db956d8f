import Foundation

/// A solver in use: before each solve its tuners choose the tuned options, after it they see what the choice cost.
public final class BoundSolver {
    /// Its name in scenarios.
    public let name: String
    /// Solves, iterations and counted operations so far.
    public private(set) var solves = 0
    public private(set) var iterations = 0
    public private(set) var work = 0.0

    /// What tuners tried on instances before they proposed something; in no total.
    private(set) var trialIterations = 0
    private(set) var proposals: [Double]
    private(set) var lastContext: [ContextVariable] = []
    /// Whether the proposals were used since they were last asked for.
    private var isFresh = false

    private let cell: any SolverCell
    private var tuners: [BoundTuner]
    private let run: RunContext

    init(_ configured: ConfiguredComponent, index: Int, _ run: RunContext) throws {
        let name = configured.entry.info.name
        self.name = name
        guard let cell = try configured.entry.codec.makeSolverCell(configured.options) else {
            throw ComputationError.unsuitable("'\(name)' is not a solver", help: nil)
        }
        self.cell = cell
        self.run = run
        tuners = try configured.tuned.map { tuned in
            try BoundTuner(
                tuned, range: configured.entry.keys.first { $0.name == tuned.name }?.range,
                owner: "solver '\(name)'", set: cell.setter(of: tuned.name), tuner: try run.make(tuned.tuner),
                random: run.random("tune.\(tuned.name)", index: index))
        }
        hasTimedTuners = tuners.contains { $0.cost == .seconds }
        tunedOptions = tuners.map { ($0.option, $0.categories) }
        proposals = Array(repeating: .nan, count: tuners.count)
        try cell.prepare(run)
    }

    var hasTuners: Bool { !tunedOptions.isEmpty }

    /// The options that are tuned, and among what where they are choices among things.
    let tunedOptions: [(name: String, categories: [String])]

    let hasTimedTuners: Bool

    /// What tuners proposed for the solves since the last call, NaN where there were none.
    func takeProposals(_ body: (Double) -> Void) {
        for proposal in proposals { body(isFresh ? proposal : .nan) }
        isFresh = false
    }

    /// Solves in place; see ``Solver/solve(_:into:_:)``. The report's ``SolveReport/work`` is filled in.
    ///
    /// - Throws: what the solver throws; ``ComputationError/unsuitable(_:help:)`` where a tuner proposes what its option
    ///   does not allow, or where the solver's answer has another shape than the system or an impossible count.
    public func solve(_ system: any LinearSystem, into solution: inout Tensor<Double>) throws -> SolveReport {
        guard !tuners.isEmpty else { return try count(try call(system, into: &solution)) }
        let context = TuningContext(system)
        lastContext = context.variables
        for index in tuners.indices {
            let cost = tuners[index].cost
            proposals[index] = try tuners[index].propose(context) { [start = solution] in
                try self.trial(system, from: start, cost)
            }
        }
        isFresh = true
        let begin = hasTimedTuners ? ContinuousClock.now : nil
        let report = try count(try call(system, into: &solution))
        let seconds = begin.map { Self.seconds(since: $0) } ?? 0
        for index in tuners.indices {
            let cost = Self.cost(tuners[index].cost, report, seconds)
            tuners[index].observe(cost: cost, of: proposals[index], context)
        }
        return report
    }

    private static func cost(_ cost: TuningCost, _ report: SolveReport, _ seconds: Double) -> Double {
        switch cost {
        case .iterations: Double(report.iterations)
        case .work: report.work ?? 0
        // Bandits take 1 from every cost, as from a count of iterations: it must be small beside them.
        case .seconds: 1e6 * seconds
        }
    }

    private static func seconds(since begin: ContinuousClock.Instant) -> Double {
        begin.duration(to: .now) / .seconds(1)
    }

    /// What solving with the options as they are set costs; infinite where the solver fails.
    private func trial(_ system: any LinearSystem, from start: Tensor<Double>, _ cost: TuningCost) throws -> Double {
        var solution = start
        let begin = ContinuousClock.now
        do {
            let report = try call(system, into: &solution)
            trialIterations = try Self.sum(trialIterations, report.iterations, of: name)
            return Self.cost(cost, report, cost == .seconds ? Self.seconds(since: begin) : 0)
        } catch let error as ComputationError where error != .cancelled {
            return .infinity
        }
    }

    private func count(_ report: SolveReport) throws -> SolveReport {
        iterations = try Self.sum(iterations, report.iterations, of: name)
        solves += 1
        work += report.work ?? 0
        return report
    }

    /// - Throws: where a solver's count of iterations is impossible.
    private static func sum(_ total: Int, _ count: Int, of name: String) throws -> Int {
        let (sum, overflow) = total.addingReportingOverflow(count)
        guard !overflow else {
            throw ComputationError.unsuitable(
                "solver '\(name)' says that it took \(count) iterations", help: helpForBrokenSolver)
        }
        return sum
    }

    /// Calls the solver, and refuses what callers could not use safely: they read `solution` by the system's shape.
    private func call(_ system: any LinearSystem, into solution: inout Tensor<Double>) throws -> SolveReport {
        let shape = system.shape
        guard solution.shape == shape else {
            throw ComputationError.unsuitable(
                "solver '\(name)' was given a start of shape \(solution.shape) for a system of shape \(shape)",
                help: nil)
        }
        var report = try cell.solve(system, into: &solution, run)
        guard solution.shape == shape else {
            throw ComputationError.unsuitable(
                "solver '\(name)' returned an answer of shape \(solution.shape) for a system of shape \(shape)",
                help: Self.helpForBrokenSolver)
        }
        guard report.iterations >= 0 else {
            throw ComputationError.unsuitable(
                "solver '\(name)' says that it took \(report.iterations) iterations", help: Self.helpForBrokenSolver)
        }
        let work = report.work ?? Double(report.iterations) * system.operationsPerProduct
        guard work >= 0, work.isFinite else {
            throw ComputationError.unsuitable(
                "solver '\(name)' says that it took \(work) operations", help: Self.helpForBrokenSolver)
        }
        report.work = work
        return report
    }

    private static let helpForBrokenSolver = "this is a fault of the solver: use another one, or name a fallback"

    private struct State: Codable {
        var solves: Int
        var iterations: Int
        var work: Double
        var trialIterations: Int
        var solver: Data?
        var tuners: [BoundTuner.State]
    }

    func encodedState() throws -> Data? {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        return try encoder.encode(
            State(
                solves: solves, iterations: iterations, work: work, trialIterations: trialIterations,
                solver: cell.encodedState(),
                tuners: tuners.map { try $0.state() }))
    }

    func restore(encoded data: Data) throws {
        let state = try PropertyListDecoder().decode(State.self, from: data)
        guard state.tuners.count == tuners.count else {
            throw ComputationError.badInput("the checkpoint of solver '\(name)' has other tuners", help: nil)
        }
        solves = state.solves
        iterations = state.iterations
        work = state.work
        trialIterations = state.trialIterations
        if let solver = state.solver { try cell.restore(encoded: solver) }
        for index in tuners.indices { try tuners[index].restore(state.tuners[index]) }
    }
}
