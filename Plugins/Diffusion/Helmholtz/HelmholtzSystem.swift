import Ansatz

/// The Helmholtz equation on a grid as a real symmetric system. With K = −Δ − k² and C = β k²:
///
///     [ K   C ] [ real part      ]   [  real part of the source      ]
///     [ C  −K ] [ imaginary part ] = [ −imaginary part of the source ]
///
/// It is indefinite. Unknowns have a first axis of two components. Without damping (β = 0) the imaginary part is left out,
/// and so is that axis: K x = b, symmetric, and indefinite where k² lies above the smallest eigenvalue of −Δ.
final class HelmholtzSystem: SparseSystem {
    /// K.
    private let undamped: GridDiffusionSystem
    /// C, a diagonal matrix; `nil` without damping.
    private let damping: DiffusionStencil.Coefficient?
    private let count: Int
    let shape: [Int]
    let axes: [Axis]
    let matrixClass = MatrixClass.symmetric
    let rightHandSide: Tensor<Double>
    let preconditioningSystem: (any LinearSystem)?

    /// - Parameters:
    ///   - undamped: K.
    ///   - damping: C.
    ///   - rightHandSide: of the system's shape.
    ///   - preconditioning: a symmetric positive definite system of that shape, where there is one.
    init(
        undamped: GridDiffusionSystem, damping: DiffusionStencil.Coefficient?, rightHandSide: Tensor<Double>,
        preconditioning: GridDiffusionSystem?
    ) {
        self.undamped = undamped
        self.damping = damping
        count = undamped.rightHandSide.count
        axes = (damping == nil ? [] : [Self.componentAxis]) + undamped.axes
        shape = axes.map(\.count)
        precondition(rightHandSide.shape == shape, "the right-hand side's shape is not \(shape)")
        self.rightHandSide = rightHandSide
        preconditioningSystem = preconditioning
    }

    /// Real and imaginary part.
    static let componentAxis = Axis.index("component", count: 2, role: .space)

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        guard let damping else { return undamped.apply(x, into: y) }
        let (real, imaginary) = (
            UnsafeBufferPointer(rebasing: x[..<count]), UnsafeBufferPointer(rebasing: x[count...])
        )
        let (top, bottom) = (
            UnsafeMutableBufferPointer(rebasing: y[..<count]), UnsafeMutableBufferPointer(rebasing: y[count...])
        )
        undamped.apply(real, into: top)
        undamped.apply(imaginary, into: bottom)
        switch damping {
        case .constant(let c):
            for index in 0..<count {
                top[index] += c * imaginary[index]
                bottom[index] = c * real[index] - bottom[index]
            }
        case .values(let c):
            c.withBuffer { c in
                for index in 0..<count {
                    top[index] += c[index] * imaginary[index]
                    bottom[index] = c[index] * real[index] - bottom[index]
                }
            }
        }
    }

    var operationsPerProduct: Double {
        damping == nil ? undamped.operationsPerProduct : 2 * undamped.operationsPerProduct + 4 * Double(count)
    }

    func matrix() throws -> SparseMatrix {
        let block = try undamped.matrix()
        guard let damping else { return block }
        guard 2 * count < Int(Int32.max) else {
            throw ComputationError.tooLarge("\(2 * count) unknowns are too many for a matrix in compressed rows")
        }
        var starts = [0]
        var columns: [Int32] = []
        var values: [Double] = []
        columns.reserveCapacity(2 * (block.entryCount + count))
        values.reserveCapacity(2 * (block.entryCount + count))
        func c(_ row: Int) -> Double {
            switch damping {
            case .constant(let value): value
            case .values(let all): all.withBuffer { $0[row] }
            }
        }
        for row in 0..<count {
            let entries = block.rowStarts[row]..<block.rowStarts[row + 1]
            columns += block.columnIndices[entries]
            values += block.values[entries]
            columns.append(Int32(count + row))
            values.append(c(row))
            starts.append(values.count)
        }
        for row in 0..<count {
            let entries = block.rowStarts[row]..<block.rowStarts[row + 1]
            columns.append(Int32(row))
            values.append(c(row))
            columns += block.columnIndices[entries].map { $0 + Int32(count) }
            values += block.values[entries].map { -$0 }
            starts.append(values.count)
        }
        return try SparseMatrix(
            rows: 2 * count, columns: 2 * count, rowStarts: starts, columnIndices: columns, values: values)
    }
}
