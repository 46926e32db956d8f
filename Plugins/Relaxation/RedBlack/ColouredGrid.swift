import Ansatz

/// A grid in one to three dimensions whose points have two colours like a chessboard's, so that no point has a neighbour
/// of its own colour. Points with an even sum of indices are red.
///
/// Planes go along the slow axis. In two dimensions each row is a plane of its own; in one, all is one row.
///
/// The points of one colour in a row make a half row, in which the point at column 2 m + offset has place m. The
/// neighbours across planes and rows have the same place m in their half rows; those in the row have m and m ± 1.
struct ColouredGrid: Hashable {
    let planes: Int
    let rows: Int
    let columns: Int
    let wrapsPlanes: Bool
    let wrapsRows: Bool
    let wrapsColumns: Bool
    /// Numbers of a half row in memory, a multiple of 8; at least one at either end holds no point.
    let stride: Int

    /// - Throws: where a periodic axis has an odd number of points, so that neighbours across its seam are of one colour.
    init(_ stencil: DiffusionStencil) throws {
        for (axis, faces) in stencil.faces.enumerated() {
            let extent = stencil.shape[axis]
            guard faces.isPeriodic, extent > 1, extent % 2 == 1 else { continue }
            throw ComputationError.unsuitable(
                "the red-black ordering needs an even number of points along a periodic axis, and one has \(extent)",
                help: "take one point more or less there, or a method that needs no colouring")
        }
        let missing = 3 - stencil.shape.count
        func wraps(_ axis: Int) -> Bool { stencil.faces[axis].isPeriodic && stencil.shape[axis] > 1 }
        planes = missing < 2 ? stencil.shape[0] : 1
        wrapsPlanes = missing < 2 && wraps(0)
        rows = missing < 1 ? stencil.shape[1] : 1
        wrapsRows = missing < 1 && wraps(1)
        columns = stencil.shape[stencil.shape.count - 1]
        wrapsColumns = wraps(stencil.shape.count - 1)
        stride = ((columns + 1) / 2 + 2 + 7) / 8 * 8
    }

    var count: Int { planes * rows * columns }

    /// The first column with a point of a colour in a row: 0 or 1.
    @inline(__always)
    func offset(_ colour: PointColour, plane: Int, row: Int) -> Int {
        (plane &+ row &+ (colour == .red ? 0 : 1)) & 1
    }

    /// The points in a half row.
    @inline(__always)
    func points(offset: Int) -> Int { (columns &+ 1 &- offset) / 2 }
}
