import Ansatz

/// One level of smoothed aggregation besides the coarsest.
final class AggregationLevel {
    let matrix: SplitMatrix
    /// From the next level.
    let prolongator: CompressedRows
    /// To the next level.
    let restrictor: CompressedRows
    /// Work space: l or h of the sweeps, and the residual.
    let space: Workspace
    /// The next level's right-hand side, unknowns, and what a second cycle adds to.
    let next: Workspace

    init(_ matrix: SplitMatrix, _ prolongator: CompressedRows, _ restrictor: CompressedRows) {
        self.matrix = matrix
        self.prolongator = prolongator
        self.restrictor = restrictor
        space = Workspace(count: matrix.count, vectors: 2)
        next = Workspace(count: prolongator.columns, vectors: 4)
    }
}
