import Ansatz

/// The diagonal of a matrix with constant coefficients. It differs at walls alone, so a few half rows serve all.
struct SharedDiagonals {
    /// D and 1/D by turns, for both offsets of a half row and all kinds of rows.
    private let memory: Workspace
    let table: DiagonalTable
    /// The largest sum of a row's absolute values.
    private(set) var rowSum = 0.0

    /// - Throws: where an entry is zero or not a finite number.
    init(
        _ stencil: DiffusionStencil, σ: Double, _ grid: ColouredGrid, reusing old: SharedDiagonals?
    ) throws(ComputationError) {
        let count = 64 * grid.stride
        memory = old.flatMap { $0.memory.count == count ? $0.memory : nil } ?? Workspace(count: count, vectors: 1)
        guard let start = memory[0].baseAddress else { throw .tooLarge("a row of \(grid.columns) points") }
        let (lastPlane, lastRow) = (grid.planes - 1, grid.rows - 1)
        table = DiagonalTable(start: start, stride: grid.stride, lastPlane: lastPlane, lastRow: lastRow)
        let axes = stencil.shape.count
        for plane in Set([0, min(1, lastPlane), lastPlane]).sorted() {
            for row in Set([0, min(1, lastRow), lastRow]).sorted() {
                var (known, size) = (σ, abs(σ))
                for (axis, index) in [(0, plane), (1, row)] where axis < axes - 1 {
                    let (lower, upper) = Self.faces(stencil.faces[axis], index, of: stencil.shape[axis])
                    known += lower + upper
                    size += 2 * (abs(lower) + abs(upper))
                }
                for column in 0..<grid.columns {
                    let (lower, upper) = Self.faces(stencil.faces[axes - 1], column, of: grid.columns)
                    let entry = known + lower + upper
                    try requireDiagonal(entry, at: (plane * grid.rows + row) * grid.columns + column)
                    rowSum = max(rowSum, size + 2 * (abs(lower) + abs(upper)))
                    let values = table.values(plane: plane, row: row, offset: column % 2)
                    values[column / 2] = entry
                    values[grid.stride + column / 2] = 1 / entry
                }
            }
        }
    }

    /// The coefficients on both sides of a point. Around an axis of one point they couple it with itself, which is nothing.
    private static func faces(_ faces: DiffusionStencil.Faces, _ index: Int, of extent: Int) -> (Double, Double) {
        guard case .constant(let k) = faces.coefficient else { return (0, 0) }
        if faces.isPeriodic { return extent > 1 ? (k, k) : (0, 0) }
        return (index == 0 ? faces.lowerWall : k, index == extent - 1 ? faces.upperWall : k)
    }
}

/// Where shared diagonals are, for loops that must not count references.
struct DiagonalTable {
    let start: UnsafeMutablePointer<Double>
    /// Numbers from one half row to the next.
    let stride: Int
    let lastPlane: Int
    let lastRow: Int

    @inline(__always)
    func values(plane: Int, row: Int, offset: Int) -> UnsafeMutablePointer<Double> {
        let planeKind = (plane == 0 ? 1 : 0) &+ (plane == lastPlane ? 2 : 0)
        let rowKind = (row == 0 ? 1 : 0) &+ (row == lastRow ? 2 : 0)
        return start + ((planeKind &* 4 &+ rowKind) &* 4 &+ 2 &* offset) &* stride
    }

    /// That of the half row with an offset.
    @inline(__always)
    func half(plane: Int, row: Int, offset: Int) -> SharedDiagonal {
        let values = values(plane: plane, row: row, offset: offset)
        return SharedDiagonal(values: UnsafePointer(values), inverses: UnsafePointer(values + stride))
    }
}

/// - Throws: where a diagonal entry can't be divided by.
func requireDiagonal(_ entry: Double, at point: Int) throws(ComputationError) {
    if entry != 0, entry.isFinite { return }
    if entry == 0 {
        throw .unsuitable(
            "the matrix has a zero on its diagonal, in row \(point)",
            help: "relaxation divides by the diagonal; use a Krylov method such as gmres")
    }
    throw .nonFinite(what: "the matrix's diagonal", index: point)
}
