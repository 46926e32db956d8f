/// Where a level's numbers are in memory: rows along x, with a frame of one point around the grid for what lies beyond.
///
/// Rows start on vector boundaries. What is left between a row's end and the next row's start holds the frame along x:
/// zeros, or copies where x is periodic. Coefficients have a frame of two there.
struct GridLayout<Scalar: GridScalar>: Hashable {
    let z: GridAxis
    let y: GridAxis
    let x: GridAxis
    /// Numbers from one row to the next.
    let stride: Int
    let rowsPerPlane: Int
    private let planes: Int

    init(_ z: GridAxis, _ y: GridAxis, _ x: GridAxis) {
        (self.z, self.y, self.x) = (z, y, x)
        let lanes = Scalar.laneCount
        func rounded(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }
        // A periodic row's copies must not share a vector with the row before, which another thread may be writing.
        var stride = x.isPeriodic ? rounded(x.count) + lanes : rounded(x.count + 1)
        // Equal low bits of the addresses in neighbouring rows make loads wait for stores that they have nothing to do
        // with.
        if stride * MemoryLayout<Scalar>.size % 2048 == 0 { stride += lanes }
        self.stride = stride
        rowsPerPlane = y.count + (y.isActive ? 2 : 0)
        planes = z.count + (z.isActive ? 2 : 0)
    }

    var axes: [GridAxis] { [z, y, x] }
    var rows: Int { z.count * y.count }
    var points: Int { rows * x.count }
    var isPeriodic: Bool { x.isPeriodic || y.isPeriodic || z.isPeriodic }
    /// Vectors that hold a row.
    var vectors: Int { (x.count + Scalar.laneCount - 1) / Scalar.laneCount }

    /// Numbers in a vector of the grid, with its frame, and with what reading every second number to the end of a vector
    /// may reach.
    var memory: Int { lead + planes * rowsPerPlane * stride + tail }

    var lead: Int { 2 * Scalar.laneCount }
    var tail: Int { 2 * stride + 8 * Scalar.laneCount }

    /// The first point of a row; rows of the frame have indices -1 and count.
    @inline(__always)
    func offset(_ z: Int, _ y: Int) -> Int {
        lead &+ ((z &+ (self.z.isActive ? 1 : 0)) &* rowsPerPlane &+ (y &+ (self.y.isActive ? 1 : 0))) &* stride
    }

    /// One in the first `count` lanes of the last vector of a row.
    var lastLanes: Scalar.Lanes {
        var mask = Scalar.Lanes()
        let rest = x.count - (vectors - 1) * Scalar.laneCount
        for lane in 0..<rest { mask[lane] = 1 }
        return mask
    }
}
