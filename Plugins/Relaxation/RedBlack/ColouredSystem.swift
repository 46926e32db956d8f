import Ansatz

/// A ``DiffusionStencil`` on a ``ColouredGrid``, with the vectors x and b, ready for red-black sweeps.
///
/// With constant coefficients no rows but the vectors' own come from far memory. Varying ones lie beside them: the
/// diagonal of each point, and each face once, with the red point that it belongs to.
final class ColouredSystem {
    let memory: ColouredRows
    /// ‖A‖∞, or a little more.
    let rowSum: Double
    private let diagonals: SharedDiagonals?
    private let kernel: ColouredKernel

    var grid: ColouredGrid { memory.grid }

    /// - Parameter old: a system whose memory is taken where it fits; not to be used any more.
    /// - Throws: where a periodic axis can't be coloured, or the diagonal has a zero or what is not a number.
    init(_ stencil: DiffusionStencil, reusing old: ColouredSystem?, _ threads: Threads) throws {
        let grid = try ColouredGrid(stencil)
        let constants = stencil.constants
        let arrays = constants != nil ? HalfRow.diagonals : HalfRow.faces + (grid.rows > 1 ? 6 : 4)
        var memory = old?.memory
        if memory?.grid != grid || memory?.arrays != arrays { memory = nil }
        let rows = memory ?? ColouredRows(grid, arrays: arrays)
        self.memory = rows
        if let (k, σ) = constants {
            let diagonals = try SharedDiagonals(stencil, σ: σ, grid, reusing: old?.diagonals)
            self.diagonals = diagonals
            rowSum = diagonals.rowSum
            kernel = ColouredKernel(
                rows.halves,
                .constant(
                    diagonals.table, columns: grid.columns > 1 ? k[k.count - 1] : 0,
                    planes: grid.planes > 1 ? k[0] : 0, rows: grid.rows > 1 ? k[1] : 0))
        } else {
            diagonals = nil
            rowSum = try ColouredFaces(stencil, rows).pack(threads)
            kernel = ColouredKernel(rows.halves, .varying)
        }
    }

    /// Counted floating-point operations of relaxing every point once, with the squares of the residuals.
    var operationsPerSweep: Double {
        let axes = 1 + (grid.planes > 1 ? 1 : 0) + (grid.rows > 1 ? 1 : 0)
        // Two neighbours along each axis; the point itself, b, a correction and a square.
        return Double((diagonals != nil ? 3 : 4) * axes + 7) * Double(grid.count)
    }

    /// Calls `body` with what relaxes planes.
    func withKernel(_ body: (ColouredKernel) -> Void) { withExtendedLifetime(self) { body(kernel) } }
}

/// Relaxes planes of a ``ColouredSystem``, which must live on.
struct ColouredKernel {
    enum Coefficients {
        case constant(DiagonalTable, columns: Double, planes: Double, rows: Double)
        case varying
    }

    private let halves: HalfRows
    private let coefficients: Coefficients

    init(_ halves: HalfRows, _ coefficients: Coefficients) {
        (self.halves, self.coefficients) = (halves, coefficients)
    }

    /// Relaxes the points of one colour in a plane by ω.
    ///
    /// - Returns: the sum of squares of their residuals before.
    func relax(_ colour: PointColour, plane: Int, _ ω: Double) -> Double {
        let ω = Lanes(repeating: ω)
        switch coefficients {
        case .constant(let diagonals, let columns, let planes, let rows):
            let k = (Lanes(repeating: columns), Lanes(repeating: planes), Lanes(repeating: rows))
            return forEachHalfRow(colour, plane) { half, sum, other in
                let diagonal = diagonals.half(plane: plane, row: half.row, offset: half.offset)
                let along = half.alongRow(half.other)
                let across = half.acrossPlanes(half.other)
                let columns = ConstantPair(coefficient: k.0, lower: along.lower, upper: along.upper)
                let planes = ConstantPair(coefficient: k.1, lower: across.lower, upper: across.upper)
                if halves.grid.rows == 1 {
                    RelaxedRow(
                        x: half.x, b: half.b, columns: columns, planes: planes, rows: NoPair(), diagonal: diagonal
                    ).relax(half.points, ω, &sum, &other)
                    return
                }
                let beside = half.acrossRows(half.other)
                let rows = ConstantPair(coefficient: k.2, lower: beside.lower, upper: beside.upper)
                RelaxedRow(
                    x: half.x, b: half.b, columns: columns, planes: planes, rows: rows, diagonal: diagonal
                ).relax(half.points, ω, &sum, &other)
            }
        case .varying:
            return forEachHalfRow(colour, plane) { half, sum, other in
                let diagonal = OwnDiagonal(values: half.diagonal)
                let columns = half.columnPair()
                let planes = half.planePair()
                if halves.grid.rows == 1 {
                    RelaxedRow(
                        x: half.x, b: half.b, columns: columns, planes: planes, rows: NoPair(), diagonal: diagonal
                    ).relax(half.points, ω, &sum, &other)
                    return
                }
                RelaxedRow(
                    x: half.x, b: half.b, columns: columns, planes: planes, rows: half.rowPair(), diagonal: diagonal
                ).relax(half.points, ω, &sum, &other)
            }
        }
    }

    @inline(__always)
    private func forEachHalfRow(
        _ colour: PointColour, _ plane: Int, _ relax: (HalfRow, inout Lanes, inout Lanes) -> Void
    ) -> Double {
        var (sum, other) = (Lanes.zero, Lanes.zero)
        for row in 0..<halves.grid.rows {
            let half = HalfRow(halves, colour, plane: plane, row: row)
            if half.points == 0 { continue }
            relax(half, &sum, &other)
            halves.wrap(half.x, points: half.points)
        }
        return (sum + other).sum()
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
