import Ansatz

/// z ≈ A⁻¹ r by one cycle, with numbers of either precision.
///
/// An enumeration and no protocol, so that the compiler sees which numbers they are and makes loops for each.
enum MultigridCycle {
    case single(GridHierarchy<Float>)
    case double(GridHierarchy<Double>)

    /// z ≈ A⁻¹ r.
    func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ kind: CycleKind,
        _ run: RunContext
    ) throws {
        switch self {
        case .single(let levels): try levels.apply(r, into: z, kind, run)
        case .double(let levels): try levels.apply(r, into: z, kind, run)
        }
    }

    /// Counted floating-point operations of a cycle.
    func operations(_ kind: CycleKind) -> Double {
        switch self {
        case .single(let levels): levels.operations(kind)
        case .double(let levels): levels.operations(kind)
        }
    }

    /// Counted floating-point operations of what led up to the first cycle.
    var operationsOfSetUp: Double {
        switch self {
        case .single(let levels): levels.operationsOfSetUp
        case .double(let levels): levels.operationsOfSetUp
        }
    }
}
