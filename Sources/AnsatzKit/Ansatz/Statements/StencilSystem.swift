/// A linear system whose matrix couples each cell of a structured grid with its nearest neighbours.
public protocol StencilSystem: DiffusionSystem {
    var stencil: ConstantStencil { get }
}

extension StencilSystem {
    public var diffusion: DiffusionStencil { DiffusionStencil(stencil) }
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
    ///
    /// - Precondition: both buffers hold `rows * columns` numbers and don't overlap.
    public func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        precondition(x.count == rows * columns && y.count == x.count, "a stencil of \(rows) x \(columns) points")
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        // Stands for the rows outside the grid.
        withUnsafeTemporaryAllocation(of: Double.self, capacity: columns) { zeros in
            zeros.initialize(repeating: 0)
            guard let zero = zeros.baseAddress.map({ UnsafePointer($0) }) else { return }
            for row in 0..<rows {
                let start = row * columns
                apply(
                    row: x + start, above: row > 0 ? x + (start - columns) : zero,
                    below: row < rows - 1 ? x + (start + columns) : zero, into: y + start)
            }
        }
    }

    @inline(__always)
    private func apply(
        row x: UnsafePointer<Double>, above: UnsafePointer<Double>, below: UnsafePointer<Double>,
        into y: UnsafeMutablePointer<Double>
    ) {
        let last = columns - 1
        let (d, w, v) = (diagonal, alongRow, acrossRows)
        y[0] = d * x[0] + w * (last > 0 ? x[1] : 0) + v * (above[0] + below[0])
        if last > 0 { y[last] = d * x[last] + w * x[last - 1] + v * (above[last] + below[last]) }
        guard last >= 9 else {
            if last > 1 {
                for j in 1..<last { y[j] = d * x[j] + w * (x[j - 1] + x[j + 1]) + v * (above[j] + below[j]) }
            }
            return
        }
        let (d8, w8, v8) = (SIMD8(repeating: d), SIMD8(repeating: w), SIMD8(repeating: v))
        var j = 1
        while true {
            let centre = d8 * eight(x + j)
            let sides = w8 * (eight(x + (j - 1)) + eight(x + (j + 1)))
            let value = centre + sides + v8 * (eight(above + j) + eight(below + j))
            UnsafeMutableRawPointer(y + j).storeBytes(of: value, as: SIMD8<Double>.self)
            if j + 8 == last { break }
            // The last eight overlap those before them: the same numbers are written twice.
            j = min(j + 8, last - 8)
        }
    }

    @inline(__always)
    private func eight(_ x: UnsafePointer<Double>) -> SIMD8<Double> {
        UnsafeRawPointer(x).loadUnaligned(as: SIMD8<Double>.self)
    }
}
