import Ansatz
import Synchronization

extension GridOperator {
    /// The matrix that a problem posed. Axes of extent 1 are left out: their walls count as a reaction.
    ///
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for a row of zeros.
    static func finest(
        _ stencil: DiffusionStencil, _ census: DiffusionStencil.Census, _ threads: Threads
    ) throws -> GridOperator {
        let long = stencil.shape.indices.filter { stencil.shape[$0] > 1 }
        var axes = long.map { axis in
            GridAxis(
                count: stencil.shape[axis], isPeriodic: stencil.faces[axis].isPeriodic,
                isCoupled: census.isCoupled[axis],
                distances: (
                    census.hasWalls[axis].lower ? 1 : .infinity, census.hasWalls[axis].upper ? 1 : .infinity
                ))
        }
        axes = Array(repeating: GridAxis(count: 1), count: 3 - axes.count) + axes
        let layout = GridLayout<Scalar>(axes[0], axes[1], axes[2])
        let isConstant = stencil.hasConstantCoefficients
        let matrix = GridOperator(
            layout, isConstant ? .alike(axes[0]) : .distinct(axes[0]),
            isConstant ? .alike(axes[1]) : .distinct(axes[1]), isFull: false)
        var faces: [RowFaces] = []
        for axis in stencil.shape.indices {
            let place = long.firstIndex(of: axis).map { $0 + 3 - long.count }
            let step = place.map { place in
                StencilOffset(z: place == 0 ? 1 : 0, y: place == 1 ? 1 : 0, x: place == 2 ? 1 : 0)
            }
            faces.append(RowFaces(stencil, axis, columns: axes[2].count, array: step.flatMap { matrix.array(of: $0) }))
        }
        let zeroRow = Atomic(Int.max)
        matrix.rows.forEachRowType(threads) { z, y in
            if let found = fill(matrix, faces, stencil.reaction, z, y) {
                zeroRow.min(found, ordering: .relaxed)
            }
        }
        let found = zeroRow.load(ordering: .relaxed)
        if found < Int.max, stencil.count > 1 {
            throw ComputationError.unsuitable(
                "the matrix has a row of zeros, that of unknown \(found)",
                help: "give every point a coefficient that is not zero on one side at least, or a reaction")
        }
        return matrix
    }

    /// Fills a row in; returns the first unknown with a zero on the diagonal.
    private static func fill(
        _ matrix: GridOperator, _ faces: [RowFaces], _ reaction: DiffusionStencil.Coefficient, _ z: Int, _ y: Int
    ) -> Int? {
        let layout = matrix.layout
        let columns = layout.x.count
        let start = (z * layout.y.count + y) * columns
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: columns) { diagonal in
            switch reaction {
            case .constant(let σ): diagonal.initialize(repeating: σ)
            case .values(let values):
                values.withBuffer { values in
                    for x in 0..<columns { diagonal.initializeElement(at: x, to: values[start + x]) }
                }
            }
            for faces in faces {
                faces.add(
                    start, diagonal, couplings: faces.array.map { matrix.rows.row($0, z, y) })
                if let array = faces.array { matrix.rows.wrapRow(matrix.rows.row(array, z, y)) }
            }
            let (own, inverse) = (
                matrix.rows.row(Self.diagonal, z, y), matrix.rows.row(Self.inverseDiagonal, z, y)
            )
            var zero: Int?
            for x in 0..<columns {
                own[x] = Scalar(diagonal[x])
                inverse[x] = diagonal[x] > 0 ? Scalar(1 / diagonal[x]) : 0
                if diagonal[x] <= 0 { zero = zero ?? start + x }
            }
            matrix.rows.wrapRow(own)
            return zero
        }
    }
}

extension DiffusionStencil {
    fileprivate var hasConstantCoefficients: Bool {
        guard case .constant = reaction else { return false }
        return faces.allSatisfy {
            if case .constant = $0.coefficient { return true }
            return false
        }
    }
}

/// The faces across one axis, as rows along x see them.
private struct RowFaces {
    let faces: DiffusionStencil.Faces
    let array: Int?
    private let extent: Int
    private let inner: Int
    private let columns: Int

    init(_ stencil: DiffusionStencil, _ axis: Int, columns: Int, array: Int?) {
        faces = stencil.faces[axis]
        self.array = array
        extent = stencil.shape[axis]
        inner = stencil.shape[(axis + 1)...].reduce(1, *)
        self.columns = columns
    }

    /// Adds the faces on both sides of the points from `start` on to the diagonal, and writes the couplings with the
    /// points after.
    func add<Scalar: GridScalar>(
        _ start: Int, _ diagonal: UnsafeMutableBufferPointer<Double>, couplings: UnsafeMutablePointer<Scalar>?
    ) {
        // A point that is its own neighbour has no coupling.
        if extent == 1 && faces.isPeriodic { return }
        let isAlong = inner == 1 && extent == columns && extent > 1
        let (outer, index) = (start / (inner * extent), start / inner % extent)
        switch faces.coefficient {
        case .constant(let k):
            for x in 0..<columns {
                let place = isAlong ? x : index
                let lower = place == 0 && !faces.isPeriodic ? faces.lowerWall : k
                let isLast = place == extent - 1 && !faces.isPeriodic
                diagonal[x] += lower + (isLast ? faces.upperWall : k)
                couplings?[x] = isLast ? 0 : Scalar(k)
            }
        case .values(let values):
            // Of axes of extent 1 behind x, both faces of a point lie side by side.
            let step = inner == 1 && extent == 1 ? 2 : 1
            let first = step == 2 ? 2 * start : (outer * (extent + 1) + index) * inner + start % inner
            values.withBuffer { values in
                for x in 0..<columns {
                    let face = first + step * x
                    let upper = values[face + inner]
                    diagonal[x] += values[face] + upper
                    let isLast = (isAlong ? x : index) == extent - 1 && !faces.isPeriodic
                    couplings?[x] = isLast ? 0 : Scalar(upper)
                }
            }
        }
    }
}
