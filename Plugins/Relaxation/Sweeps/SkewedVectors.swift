import Ansatz

/// Vectors in the skewed order that a method keeps from one solve to the next, unless that failed: numbers that are not
/// finite spoil the zeros between the points. Between vectors, before the first and after the last is
/// a strip of zeros, which stands for the rows outside the rectangle.
final class SkewedVectors {
    let grid: SkewedGrid
    private let memory: Workspace
    private let vectors: Int

    /// - Parameter vectors: how many; all start as zeros.
    init(_ grid: SkewedGrid, vectors: Int) {
        self.grid = grid
        self.vectors = vectors
        // One strip's length more for the table of couplings.
        let strips = (grid.strips + 1) * vectors + 2
        memory = Workspace(count: strips * grid.stripLength, vectors: 1)
    }

    /// `kept` where that has the stencil's shape, else new vectors; `kept` must have as many.
    static func fitting(_ stencil: ConstantStencil, _ vectors: Int, from kept: SkewedVectors?) -> SkewedVectors {
        let grid = SkewedGrid(rows: stencil.rows, columns: stencil.columns)
        if let kept, kept.grid == grid { return kept }
        return SkewedVectors(grid, vectors: vectors)
    }

    /// The first strip of the vector at `index`; the strip before it and the one after the last can be read.
    subscript(index: Int) -> UnsafeMutablePointer<Double> {
        start + ((grid.strips + 1) * index + 1) * grid.stripLength
    }

    /// Room for one vector a step.
    var table: UnsafeMutablePointer<Double> { self[vectors] }

    private var start: UnsafeMutablePointer<Double> {
        guard let start = memory[0].baseAddress else { preconditionFailure("a workspace is never empty") }
        return start
    }
}
