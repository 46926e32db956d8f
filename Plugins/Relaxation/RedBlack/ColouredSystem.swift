import Ansatz

/// A ``DiffusionStencil`` on a ``ColouredGrid``, with the vectors x and b, ready for red-black sweeps.
///
/// With constant coefficients no rows but the vectors' own come from far memory. Varying ones lie beside them: the
/// diagonal of each point, and each face once, with the red point that it belongs to.
final class ColouredSystem {
    // The half rows of a row, red before black.
    static let x = 0
    static let b = 2
    static let diagonal = 4
    /// Of red points: the faces below and above along the row, then across planes, then across rows.
    static let faces = 6

    private enum Coefficients {
        case constant(SharedDiagonals, columns: Double, planes: Double, rows: Double)
        case varying
    }

    let grid: ColouredGrid
    let memory: ColouredRows
    /// ‖A‖∞, or a little more.
    let rowSum: Double
    private let coefficients: Coefficients

    /// - Parameter old: a system whose memory is taken where it fits; not to be used any more.
    /// - Throws: where a periodic axis can't be coloured, or the diagonal has a zero or what is not a number.
    init(_ stencil: DiffusionStencil, reusing old: ColouredSystem?, _ threads: Threads) throws {
        let grid = try ColouredGrid(stencil)
        let constants = stencil.constants
        let arrays = constants != nil ? Self.diagonal : Self.faces + (grid.rows > 1 ? 6 : 4)
        var memory = old?.memory
        if memory?.grid != grid || memory?.arrays != arrays { memory = nil }
        let rows = memory ?? ColouredRows(grid, arrays: arrays)
        (self.grid, self.memory) = (grid, rows)
        if let (k, σ) = constants {
            var shared: SharedDiagonals?
            if case .constant(let diagonals, _, _, _) = old?.coefficients { shared = diagonals }
            let diagonals = try SharedDiagonals(stencil, σ: σ, grid, reusing: shared)
            rowSum = diagonals.rowSum
            coefficients = .constant(
                diagonals, columns: grid.columns > 1 ? k[k.count - 1] : 0, planes: grid.planes > 1 ? k[0] : 0,
                rows: grid.rows > 1 ? k[1] : 0)
        } else {
            coefficients = .varying
            rowSum = try ColouredFaces(stencil, rows).pack(threads)
        }
    }

    /// Counted floating-point operations of relaxing every point once, with the squares of the residuals.
    var operationsPerSweep: Double {
        let axes = 1 + (grid.planes > 1 ? 1 : 0) + (grid.rows > 1 ? 1 : 0)
        // Two neighbours along each axis; the point itself, b, a correction and a square.
        return switch coefficients {
        case .constant: Double(3 * axes + 7) * Double(grid.count)
        case .varying: Double(4 * axes + 7) * Double(grid.count)
        }
    }

    /// Relaxes the points of one colour in a plane by ω.
    ///
    /// - Returns: the sum of squares of their residuals before.
    func relax(_ colour: PointColour, plane: Int, _ ω: Double) -> Double {
        switch coefficients {
        case .constant(let diagonals, let columns, let planes, let rows):
            let k = (Lanes(repeating: columns), Lanes(repeating: planes), Lanes(repeating: rows))
            return forEachHalfRow(colour, plane) { half in
                guard let diagonal = diagonals.half(plane: plane, row: half.row, offset: half.offset) else { return 0 }
                let along = half.alongRow(half.other)
                let across = half.acrossPlanes(half.other)
                let columns = ConstantPair(coefficient: k.0, lower: along.lower, upper: along.upper)
                let planes = ConstantPair(coefficient: k.1, lower: across.lower, upper: across.upper)
                if grid.rows == 1 {
                    return RelaxedRow(
                        x: half.x, b: half.b, columns: columns, planes: planes, rows: NoPair(), diagonal: diagonal
                    ).relax(half.points, ω)
                }
                let beside = half.acrossRows(half.other)
                let rows = ConstantPair(coefficient: k.2, lower: beside.lower, upper: beside.upper)
                return RelaxedRow(
                    x: half.x, b: half.b, columns: columns, planes: planes, rows: rows, diagonal: diagonal
                ).relax(half.points, ω)
            }
        case .varying:
            return forEachHalfRow(colour, plane) { half in
                let diagonal = OwnDiagonal(values: half.diagonal)
                let columns = half.columnPair()
                let planes = half.planePair()
                if grid.rows == 1 {
                    return RelaxedRow(
                        x: half.x, b: half.b, columns: columns, planes: planes, rows: NoPair(), diagonal: diagonal
                    ).relax(half.points, ω)
                }
                return RelaxedRow(
                    x: half.x, b: half.b, columns: columns, planes: planes, rows: half.rowPair(), diagonal: diagonal
                ).relax(half.points, ω)
            }
        }
    }

    @inline(__always)
    private func forEachHalfRow(_ colour: PointColour, _ plane: Int, _ relax: (HalfRow) -> Double) -> Double {
        var sum = 0.0
        for row in 0..<grid.rows {
            let half = HalfRow(memory, colour, plane: plane, row: row)
            if half.points == 0 { continue }
            sum += relax(half)
            memory.wrap(half.x, points: half.points)
        }
        return sum
    }
}

extension DiffusionStencil {
    /// The coefficient along each axis and the reaction, where all are constant.
    fileprivate var constants: (k: [Double], σ: Double)? {
        guard case .constant(let σ) = reaction else { return nil }
        let k = faces.compactMap { faces -> Double? in
            guard case .constant(let k) = faces.coefficient else { return nil }
            return k
        }
        return k.count == faces.count ? (k, σ) : nil
    }
}
