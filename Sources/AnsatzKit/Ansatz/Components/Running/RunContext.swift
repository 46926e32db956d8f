public import Foundation

/// All that a component sees of the world outside its fields: random streams, progress, cancellation, threads, log.
///
/// One context belongs to one method of one stage.
public final class RunContext {
    public let seed: UInt64
    /// `stage` or `stage.method`; part of every random stream's key.
    public let stage: String
    /// Threads that parallel loops may use. Results never depend on it.
    public let threads: Threads
    /// Whether solvers should fill in ``SolveReport/history``; marches of many solves don't ask for it.
    public let recordsHistory: Bool
    private let cancellation: @Sendable () -> Bool
    private let writeLog: @Sendable (String) -> Void
    private let resolveStage: @Sendable (StageReference) throws -> String
    private let openFile: @Sendable (String) throws -> DatasetReader
    private let openModel: @Sendable (String) throws -> TrainedModel
    private var bound: [Binding] = []
    /// Those with tuners.
    private var tuned: [Binding] = []
    private var bindings = 0
    private var savedStates: [Data?]
    /// The context that keeps account of what is bound, where this one only has other threads.
    private let owner: RunContext?

    public init(
        seed: UInt64, stage: String, threads: Threads, recordsHistory: Bool = false, savedStates: [Data?] = [],
        cancellation: @escaping @Sendable () -> Bool = { false },
        log: @escaping @Sendable (String) -> Void = { _ in },
        resolveStage: @escaping @Sendable (StageReference) throws -> String = { reference in
            throw ComputationError.badInput("stage '\(reference.path)' has no result here", help: nil)
        },
        openFile: @escaping @Sendable (String) throws -> DatasetReader = { try DatasetReader(path: $0) },
        openModel: @escaping @Sendable (String) throws -> TrainedModel = { path in
            throw ComputationError.badInput("'\(path)' can't be opened here: models need a registry", help: nil)
        }
    ) {
        self.seed = seed
        self.stage = stage
        self.threads = threads
        self.recordsHistory = recordsHistory
        self.savedStates = savedStates
        self.cancellation = cancellation
        writeLog = log
        self.resolveStage = resolveStage
        self.openFile = openFile
        self.openModel = openModel
        owner = nil
    }

    /// The same context with other threads.
    private init(_ owner: RunContext, threads: Threads) {
        seed = owner.seed
        stage = owner.stage
        self.threads = threads
        recordsHistory = owner.recordsHistory
        savedStates = []
        cancellation = owner.cancellation
        writeLog = owner.writeLog
        resolveStage = owner.resolveStage
        openFile = owner.openFile
        openModel = owner.openModel
        self.owner = owner
    }

    /// Whether the user asked to stop. A long loop asks often enough to end within 100 ms.
    public var isCancelled: Bool { cancellation() }

    /// Throws ``ComputationError/cancelled`` where the user asked to stop.
    public func checkCancellation() throws {
        if cancellation() { throw ComputationError.cancelled }
    }

    /// A line for the run's log.
    public func log(_ line: String) { writeLog(line) }

    /// The stream of random numbers for one purpose, the same in every run with the same seed.
    public func random(_ purpose: String, index: Int = 0) -> RandomStream {
        RandomStream(seed: seed, stage: stage, purpose: purpose, index: UInt64(bitPattern: Int64(index)))
    }

    /// The same for what all methods of a stage must see alike: its name has the stage, but not the method.
    public func sharedRandom(_ purpose: String, index: Int = 0) -> RandomStream {
        RandomStream(
            seed: seed, stage: String(stage.prefix { $0 != "." }), purpose: "shared.\(purpose)",
            index: UInt64(bitPattern: Int64(index)))
    }

    /// The result file of another stage that this one reads.
    public func resultFile(of reference: StageReference) throws -> String { try resolveStage(reference) }

    /// A reader of an HDF5 file from elsewhere.
    ///
    /// The command reads such files in another process, since the HDF5 library crashes or hangs on some damaged ones: use
    /// this, not a ``DatasetReader`` of your own. A file is opened once in a run.
    ///
    /// - Throws: ``StorageError`` where it can't be read.
    public func reader(of path: String) throws -> DatasetReader { try openFile(path) }

    /// A trained model, ready to predict: a model file, which is what the result of a `train` stage is
    /// (``resultFile(of:)``).
    ///
    /// - Throws: ``StorageError`` where the file can't be read, or an error that names the plugin which is missing.
    public func model(at path: String) throws -> TrainedModel { try openModel(path) }

    /// A chosen solver ready for use, with its tuners. What it learns is in every checkpoint.
    ///
    /// - Parameter limit: the threads that it may use, where that should be fewer than this context has: for many small
    ///   systems, say, which are not worth waking others for.
    public func bind(_ choice: ComponentChoice<any Solver>, threads limit: Threads? = nil) throws -> BoundSolver {
        if let owner { return try owner.bind(choice, threads: limit ?? threads) }
        guard let configured = choice.configured else {
            throw ComputationError.unsuitable("no solver was chosen", help: "name one under 'solver'")
        }
        // Solvers that this one binds in turn have numbers of their own.
        let index = bindings
        bindings += 1
        let context = limit.map { $0.count < threads.count ? RunContext(self, threads: $0) : self } ?? self
        let solver = try BoundSolver(configured, index: index, context)
        if bound.count < savedStates.count, let state = savedStates[bound.count] {
            try solver.restore(encoded: state)
        }
        bound.append(Binding(solver: solver))
        if solver.hasTuners { tuned.append(Binding(solver: solver)) }
        return solver
    }

    /// A chosen component of any role but solvers, prepared.
    ///
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where nothing was chosen.
    public func make<Contract>(_ choice: ComponentChoice<Contract>) throws -> Contract {
        guard let configured = choice.configured else { return try choice.makeUnbound() }
        var component = try configured.make()
        try component.prepare(self)
        guard let typed = component as? Contract else { return try choice.makeUnbound() }
        return typed
    }

    /// Whether any bound solver has an option that is tuned.
    public var hasTuners: Bool { !tuned.isEmpty }

    /// Whether one of them goes by the clock.
    public var hasTimedTuners: Bool { tuned.contains { $0.solver?.hasTimedTuners ?? false } }

    /// A record of what tuners are told and choose from now on; `nil` where there are none.
    public func tuningRecord() -> TuningRecord? {
        hasTuners ? TuningRecord(tuned.compactMap(\.solver)) : nil
    }

    /// Iterations that tuners spent on trying values, which no total holds.
    public var trialIterations: Int { tuned.reduce(0) { $0 + ($1.solver?.trialIterations ?? 0) } }

    /// The states of all bound solvers, in the order of binding.
    public func snapshots() throws -> [Data?] { try bound.map { try $0.solver?.encodedState() } }
}

/// A solver that was handed out. Whoever asked for it keeps it, and it keeps the context: were it kept here too, no
/// memory of a finished method would be free before the process ends.
private struct Binding {
    weak var solver: BoundSolver?
}
