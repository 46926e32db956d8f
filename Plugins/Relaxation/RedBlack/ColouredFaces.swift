import Ansatz

/// Copies varying coefficients to half rows.
struct ColouredFaces {
    private let grid: ColouredGrid
    private let memory: ColouredRows
    private let reaction: DiffusionStencil.Coefficient
    /// Along the columns, across planes, and across rows; nothing for an axis that the grid lacks.
    private let columns: DiffusionStencil.Faces
    private let planes: DiffusionStencil.Faces?
    private let rows: DiffusionStencil.Faces?

    init(_ stencil: DiffusionStencil, _ memory: ColouredRows) {
        (grid, self.memory) = (memory.grid, memory)
        let axes = stencil.shape.count
        reaction = stencil.reaction
        columns = stencil.faces[axes - 1]
        planes = axes > 1 ? stencil.faces[0] : nil
        rows = axes > 2 ? stencil.faces[1] : nil
    }

    /// Fills in the diagonal and the faces.
    ///
    /// - Returns: the largest sum of a row's absolute values.
    /// - Throws: where a diagonal entry is zero or not a finite number.
    func pack(_ threads: Threads) throws(ComputationError) -> Double {
        let lines = grid.planes * grid.rows
        let sums = Workspace(count: lines, vectors: 1)
        try threads.forEach(0..<lines, grain: max(1, 8192 / grid.columns)) { block throws(ComputationError) in
            // Those of a row's points, one vector for each of its six faces, then the reaction and the diagonal.
            let row = Workspace(count: grid.columns, vectors: 8)
            for line in block { sums[0][line] = try pack(line / grid.rows, line % grid.rows, row) }
        }
        return sums[0].reduce(0, max)
    }

    private func pack(_ plane: Int, _ row: Int, _ points: Workspace) throws(ComputationError) -> Double {
        let n = grid.columns
        let line = plane * grid.rows + row
        alongRow(columns, line, points[0], points[1])
        across(planes, plane, of: grid.planes, first: line * n, distance: grid.rows * n, points[2], points[3])
        let first = (plane * (grid.rows + 1) + row) * n
        across(rows, row, of: grid.rows, first: first, distance: n, points[4], points[5])
        copy(reaction, first: line * n, into: points[6])
        var largest = 0.0
        for k in 0..<n {
            var (entry, size) = (points[6][k], abs(points[6][k]))
            for face in 0..<6 {
                entry += points[face][k]
                size += 2 * abs(points[face][k])
            }
            try requireDiagonal(entry, at: line * n + k)
            points[7][k] = entry
            largest = max(largest, size)
        }
        guard let diagonal = points[7].baseAddress else { return largest }
        memory.pack(
            row: diagonal, into: HalfRow.diagonals, HalfRow.diagonals + 1, plane: plane, row: row)
        let offset = grid.offset(.red, plane: plane, row: row)
        let count = grid.points(offset: offset)
        for face in 0..<(grid.rows > 1 ? 6 : 4) {
            let half = memory.half(HalfRow.faces + face, plane: plane, row: row)
            for m in 0..<count { half[m] = points[face][2 * m + offset] }
            if count > 0 { memory.halves.wrap(half, points: count) }
        }
        return largest
    }

    /// The faces below and above each point of a row along it.
    private func alongRow(
        _ faces: DiffusionStencil.Faces, _ line: Int, _ lower: UnsafeMutableBufferPointer<Double>,
        _ upper: UnsafeMutableBufferPointer<Double>
    ) {
        let n = grid.columns
        if faces.isPeriodic, n == 1 {
            (lower[0], upper[0]) = (0, 0)
            return
        }
        switch faces.coefficient {
        case .values(let values):
            values.withBuffer { values in
                for k in 0..<n {
                    lower[k] = values[line * (n + 1) + k]
                    upper[k] = values[line * (n + 1) + k + 1]
                }
            }
        case .constant(let k):
            lower.update(repeating: k)
            upper.update(repeating: k)
            if !faces.isPeriodic { (lower[0], upper[n - 1]) = (faces.lowerWall, faces.upperWall) }
        }
    }

    /// The faces below and above a row across another axis.
    private func across(
        _ faces: DiffusionStencil.Faces?, _ index: Int, of extent: Int, first: Int, distance: Int,
        _ lower: UnsafeMutableBufferPointer<Double>, _ upper: UnsafeMutableBufferPointer<Double>
    ) {
        guard let faces, !faces.isPeriodic || extent > 1 else {
            lower.update(repeating: 0)
            upper.update(repeating: 0)
            return
        }
        switch faces.coefficient {
        case .values:
            copy(faces.coefficient, first: first, into: lower)
            copy(faces.coefficient, first: first + distance, into: upper)
        case .constant(let k):
            lower.update(repeating: faces.isPeriodic || index > 0 ? k : faces.lowerWall)
            upper.update(repeating: faces.isPeriodic || index < extent - 1 ? k : faces.upperWall)
        }
    }

    private func copy(
        _ coefficient: DiffusionStencil.Coefficient, first: Int, into row: UnsafeMutableBufferPointer<Double>
    ) {
        switch coefficient {
        case .constant(let value): row.update(repeating: value)
        case .values(let values):
            values.withBuffer { values in for k in 0..<row.count { row[k] = values[first + k] } }
        }
    }
}
