import Ansatz

/// One cycle of smoothed aggregation multigrid as a preconditioner.
///
/// Symmetric positive definite where the matrix is. For an indefinite one the problem's definite stand-in is taken, where
/// it names one.
struct AggregationPreconditioner: Preconditioner {
    struct Options: AggregationOptions {
        var aggregation = AggregationChoice()

        static let keys: [Key<Self>] = aggregationKeys
    }

    static let info = ComponentInfo(
        "amg", "One cycle of smoothed aggregation multigrid, as a preconditioner",
        references: [.smoothedAggregation])

    var options = Options()
    private var setup = AggregationSetup()
    private var hierarchy: AggregationHierarchy?
    private var count = 0
    private var hasNullspace = false
    private(set) var isSymmetricPositiveDefinite = false

    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        let system = try system.definiteSparse(for: Self.info.name)
        hierarchy = try setup.hierarchy(of: system, options.aggregation, run)
        count = system.rightHandSide.count
        hasNullspace = system.nullspace == .constants
        isSymmetricPositiveDefinite = system.isDefinite
    }

    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        guard let hierarchy, r.count == count, z.count == count, let input = r.baseAddress, let output = z.baseAddress
        else { throw ComputationError.unsuitable("amg was given another system than it began with", help: nil) }
        try run.checkCancellationOfLarge(count)
        hierarchy.cycle(output, input, run.threads)
        if hasNullspace { removeMean(z) }
    }

    var operationsPerApplication: Double { hierarchy?.operationsPerCycle ?? 0 }
    var operationsOfSetUp: Double { setup.work }
}
