/// A linear system whose matrix couples each cell of a structured grid with its nearest neighbours.
public protocol StencilSystem: LinearSystem {
    var stencil: ConstantStencil { get }
}

/// The matrix of a constant-coefficient nearest-neighbour stencil in two dimensions, zero outside the grid:
///
///     (A x)ᵢⱼ = d xᵢⱼ + w (xᵢ,ⱼ₋₁ + xᵢ,ⱼ₊₁) + v (xᵢ₋₁,ⱼ + xᵢ₊₁,ⱼ)
///
/// Row i runs along the slow axis, column j along the fast one; the natural ordering is row-major.
public struct ConstantStencil: Hashable, Sendable {
    public var rows: Int
    public var columns: Int
    /// d, the diagonal entry.
    public var diagonal: Double
    /// w, the entry of the two neighbours in the same row.
    public var alongRow: Double
    /// v, the entry of the two neighbours in the same column.
    public var acrossRows: Double

    public init(rows: Int, columns: Int, diagonal: Double, alongRow: Double, acrossRows: Double) {
        self.rows = rows
        self.columns = columns
        self.diagonal = diagonal
        self.alongRow = alongRow
        self.acrossRows = acrossRows
    }

    /// y = A x.
    public func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        guard let x = x.baseAddress, let y = y.baseAddress, rows > 0, columns > 0 else { return }
        for row in 0..<rows {
            let start = row * columns
            apply(
                row: x + start, above: row > 0 ? x + (start - columns) : nil,
                below: row < rows - 1 ? x + (start + columns) : nil, into: y + start)
        }
    }

    /// One row of the product; a neighbour that is `nil` lies outside the grid.
    private func apply(
        row x: UnsafePointer<Double>, above: UnsafePointer<Double>?, below: UnsafePointer<Double>?,
        into y: UnsafeMutablePointer<Double>
    ) {
        let last = columns - 1
        let (d, w, v) = (diagonal, alongRow, acrossRows)
        y[0] = d * x[0] + w * (last > 0 ? x[1] : 0)
        if last > 1 {
            for j in 1..<last { y[j] = d * x[j] + w * (x[j - 1] + x[j + 1]) }
        }
        if last > 0 { y[last] = d * x[last] + w * x[last - 1] }
        switch (above, below) {
        case (let above?, let below?): for j in 0..<columns { y[j] += v * (above[j] + below[j]) }
        case (let only?, nil), (nil, let only?): for j in 0..<columns { y[j] += v * only[j] }
        case (nil, nil): break
        }
    }
}
