import Ansatz

/// A hierarchy with what it was made from, kept while the same matrix comes again.
struct AggregationSetup {
    private var kept: (hierarchy: AggregationHierarchy, matrix: KeptMatrix, choice: AggregationChoice)?
    /// Counted operations of the last set-up, of which there is none where the matrix was known.
    private(set) var work = 0.0

    /// The hierarchy of a system's matrix.
    mutating func hierarchy(
        of system: any SparseSystem, _ choice: AggregationChoice, _ run: RunContext
    ) throws -> AggregationHierarchy {
        work = 0
        if let kept, kept.choice == choice, try kept.matrix.isMatrix(of: system) { return kept.hierarchy }
        kept = nil
        let entries = try system.matrix(run)
        guard entries.values.withUnsafeBufferPointer({ isFinite($0) }) else {
            throw ComputationError.nonFinite(what: "an entry of the matrix", index: nil)
        }
        let hierarchy = try AggregationHierarchy(
            try CompressedRows(entries, run), choice, isSymmetric: system.isSymmetric,
            hasNullspace: system.nullspace == .constants, run)
        kept = (hierarchy, KeptMatrix(of: system, entries), choice)
        // Eight products to estimate a radius, some sweeps, and about twenty operations an entry for the products.
        work = hierarchy.levels.reduce(0) { $0 + Double(($1.matrix.entryCount) * (40 + 6 * choice.improvement)) }
        return hierarchy
    }
}
