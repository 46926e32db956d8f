/// The points of one colour in a row, and where what they need lies.
struct HalfRow {
    // The half rows of a row, red before black.
    static let vectors = 0
    static let rightHandSides = 2
    static let diagonals = 4
    /// Of red points: the faces below and above along the row, then across planes, then across rows.
    static let faces = 6

    private let memory: HalfRows
    private let plane: Int
    let row: Int
    private let isRed: Bool
    /// The column of the first.
    let offset: Int
    let points: Int
    /// 0 for red half rows, 1 for black ones; the other colour's is the other.
    private let own: Int
    /// x of the other colour.
    let other: Int

    @inline(__always)
    init(_ memory: HalfRows, _ colour: PointColour, plane: Int, row: Int) {
        (self.memory, self.plane, self.row) = (memory, plane, row)
        isRed = colour == .red
        offset = memory.grid.offset(colour, plane: plane, row: row)
        points = memory.grid.points(offset: offset)
        own = isRed ? 0 : 1
        other = Self.vectors + (isRed ? 1 : 0)
    }

    @inline(__always)
    private func half(_ array: Int) -> UnsafeMutablePointer<Double> { memory.half(array, plane: plane, row: row) }

    var x: UnsafeMutablePointer<Double> { @inline(__always) get { half(Self.vectors + own) } }
    var b: UnsafePointer<Double> { @inline(__always) get { UnsafePointer(half(Self.rightHandSides + own)) } }
    var diagonal: UnsafePointer<Double> { @inline(__always) get { UnsafePointer(half(Self.diagonals + own)) } }

    typealias Sides = (lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)

    /// The neighbours along the row in a half row of the other colour: those of place m at m of either pointer.
    @inline(__always)
    func alongRow(_ array: Int) -> Sides {
        let other = UnsafePointer(half(array))
        return (other + (offset &- 1), other + offset)
    }

    /// The same across planes.
    @inline(__always)
    func acrossPlanes(_ array: Int) -> Sides { acrossPlanes(array, array) }

    /// The same across rows.
    @inline(__always)
    func acrossRows(_ array: Int) -> Sides { acrossRows(array, array) }

    @inline(__always)
    private func acrossPlanes(_ lower: Int, _ upper: Int) -> Sides {
        let (last, wraps) = (memory.grid.planes &- 1, memory.grid.wrapsPlanes)
        return (
            plane > 0 || wraps
                ? UnsafePointer(memory.half(lower, plane: plane > 0 ? plane &- 1 : last, row: row)) : memory.zeros,
            plane < last || wraps
                ? UnsafePointer(memory.half(upper, plane: plane < last ? plane &+ 1 : 0, row: row)) : memory.zeros
        )
    }

    @inline(__always)
    private func acrossRows(_ lower: Int, _ upper: Int) -> Sides {
        let (last, wraps) = (memory.grid.rows &- 1, memory.grid.wrapsRows)
        return (
            row > 0 || wraps
                ? UnsafePointer(memory.half(lower, plane: plane, row: row > 0 ? row &- 1 : last)) : memory.zeros,
            row < last || wraps
                ? UnsafePointer(memory.half(upper, plane: plane, row: row < last ? row &+ 1 : 0)) : memory.zeros
        )
    }

    // A red point's faces are its own; a black point's are those of the neighbours that they lead to, where the face
    // below leads to a neighbour's face above.

    @inline(__always)
    func columnPair() -> VaryingPair {
        let (lower, upper) = (Self.faces, Self.faces + 1)
        let x = alongRow(other)
        if isRed {
            return VaryingPair(
                lowerFaces: UnsafePointer(half(lower)), upperFaces: UnsafePointer(half(upper)), lower: x.lower,
                upper: x.upper)
        }
        return VaryingPair(
            lowerFaces: alongRow(upper).lower, upperFaces: alongRow(lower).upper, lower: x.lower, upper: x.upper)
    }

    @inline(__always)
    func planePair() -> VaryingPair {
        let (lower, upper) = (Self.faces + 2, Self.faces + 3)
        let (x, k) = (acrossPlanes(other), acrossPlanes(upper, lower))
        return VaryingPair(
            lowerFaces: isRed ? UnsafePointer(half(lower)) : k.lower,
            upperFaces: isRed ? UnsafePointer(half(upper)) : k.upper, lower: x.lower, upper: x.upper)
    }

    @inline(__always)
    func rowPair() -> VaryingPair {
        let (lower, upper) = (Self.faces + 4, Self.faces + 5)
        let (x, k) = (acrossRows(other), acrossRows(upper, lower))
        return VaryingPair(
            lowerFaces: isRed ? UnsafePointer(half(lower)) : k.lower,
            upperFaces: isRed ? UnsafePointer(half(upper)) : k.upper, lower: x.lower, upper: x.upper)
    }
}
