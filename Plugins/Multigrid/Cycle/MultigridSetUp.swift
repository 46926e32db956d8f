import Ansatz

/// The levels of a matrix, kept as long as the matrix stays the same.
struct MultigridSetUp {
    private var kept: (stencil: DiffusionStencil, precision: CyclePrecision, parameters: CycleParameters)?
    private var cycle: MultigridCycle?
    /// Whether constant vectors are mapped to zero.
    private(set) var isSingular = false

    /// The cycle for a matrix, and the operations that its making took: 0 where it was there.
    mutating func cycle(
        for stencil: DiffusionStencil, _ precision: CyclePrecision, _ parameters: CycleParameters, method: String,
        _ run: RunContext
    ) throws -> (cycle: MultigridCycle, operations: Double) {
        if let cycle, let kept, kept.precision == precision, kept.parameters == parameters, kept.stencil == stencil {
            return (cycle, 0)
        }
        cycle = nil
        let census = try stencil.census(for: method)
        let isSingle = precision == .single || precision == .automatic && census.contrast <= 1e5
        let made: MultigridCycle =
            isSingle
            ? .single(try GridHierarchy(stencil, census, parameters, run))
            : .double(try GridHierarchy(stencil, census, parameters, run))
        kept = (stencil, precision, parameters)
        cycle = made
        isSingular = census.isSingular
        return (made, made.operationsOfSetUp)
    }
}
