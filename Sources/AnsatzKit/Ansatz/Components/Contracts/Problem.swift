/// A physical problem: it poses statements for methods to work on, and judges what they return.
///
/// A problem refines this as ``StationaryProblem`` or ``SequenceProblem`` (asked with `solve`) or ``TransientProblem``
/// (asked with `integrate`). The certificate is its own: it never repeats what the judged method says.
public protocol Problem: Component {
    /// What methods may be given of it.
    static var offers: [StatementKind] { get }

    /// The unknowns and the memory that one run needs. Called before anything is allocated.
    ///
    /// - Throws: ``ComputationError/tooLarge(_:)`` where the sizes overflow.
    func extent() throws -> ProblemExtent

    /// The same, called before a run: for problems whose size follows from an HDF5 file, which only `open` may read.
    /// `extent()` unless said otherwise.
    func extent(openedBy open: (String) throws -> DatasetReader) throws -> ProblemExtent

    /// The names of the metrics that results will have, so that `validate` finds misspelt ones in `compare`; `nil`, the
    /// default, where they can't be known before. Depends on the options only.
    var metricNames: [String]? { get }
}

extension Problem {
    public var metricNames: [String]? { nil }

    public func extent(openedBy open: (String) throws -> DatasetReader) throws -> ProblemExtent { try extent() }
}

/// How large a problem is.
public struct ProblemExtent: Hashable, Sendable {
    public var unknowns: Int
    /// Estimated peak of memory in bytes for the state, the statement and a typical method.
    public var memory: Int
    /// Bytes of one output frame of each field that can be asked for.
    public var frameBytes: [String: Int]

    public init(unknowns: Int, memory: Int, frameBytes: [String: Int]) {
        self.unknowns = unknowns
        self.memory = memory
        self.frameBytes = frameBytes
    }
}

/// A problem with one answer, asked with `solve`.
public protocol StationaryProblem: Problem {
    /// The linear system of the unknowns. Called once.
    func system(_ run: RunContext) throws -> any LinearSystem

    /// The answer as named fields with coordinates and units.
    func fields(of solution: Tensor<Double>) throws -> [Field]

    /// Judges an answer by a freshly computed residual, and by the exact solution where that is known.
    func certificate(of solution: Tensor<Double>, _ system: any LinearSystem) throws -> Certificate

    /// Numbers that describe the answer (`error_l2`), for tables and convergence studies.
    func metrics(of solution: Tensor<Double>) throws -> [Metric]
}

/// A problem that marches a state through time, asked with `integrate`.
public protocol TransientProblem: Problem {
    /// First time, step and number of steps.
    var march: March { get }

    /// The equation of the unknowns. Called once.
    func evolution(_ run: RunContext) throws -> any EvolutionProblem

    /// A state as named fields with coordinates and units.
    func fields(of state: Tensor<Double>, at time: Double) throws -> [Field]

    /// Judges a finished march. The worst defect of its steps was computed by the statement, step by step.
    func certificate(of state: Tensor<Double>, worstDefect: StepDefect) throws -> Certificate

    /// Numbers that describe the final state (`error_l2`), for tables and convergence studies.
    func metrics(of state: Tensor<Double>, at time: Double) throws -> [Metric]
}

/// The times of a march with equal steps.
public struct March: Hashable, Sendable {
    public var start: Double
    public var step: Double
    public var count: Int

    public init(start: Double = 0, step: Double, count: Int) {
        self.start = start
        self.step = step
        self.count = count
    }

    /// The time after `index` steps, `start + index * step`: no error builds up over the steps.
    public func time(_ index: Int) -> Double { start + Double(index) * step }
}

/// A named number about a result.
public struct Metric: Hashable, Sendable, Codable {
    public var name: String
    public var value: Double
    public var unit: String?

    public init(_ name: String, _ value: Double, unit: String? = nil) {
        self.name = name
        self.value = value
        self.unit = unit
    }
}
