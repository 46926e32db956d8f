/// The matrix of a level: (A u)ₚ = dₚ uₚ − Σ k u over the neighbours, with each coupling k stored once.
final class GridOperator<Scalar: GridScalar> {
    let layout: GridLayout<Scalar>
    let rows: CoefficientRows<Scalar>
    /// The neighbours that come after a point; (0, 0, 1) is the first, whether or not anything couples along x.
    let offsets: [StencilOffset]
    /// Whether neighbours across corners may couple too.
    let isFull: Bool
    /// Where the coupling of each offset is among ``rows``, by its number; −1 where there is none.
    private let arrays: [Int]

    static var inverseDiagonal: Int { 0 }
    static var diagonal: Int { 1 }

    init(_ layout: GridLayout<Scalar>, _ zTypes: RowTypes, _ yTypes: RowTypes, isFull: Bool) {
        self.layout = layout
        let along = StencilOffset(x: 1)
        let others = StencilOffset.all(along: layout.axes.map(\.isActive)).filter {
            $0.isForward && $0 != along && (isFull || abs($0.z) + abs($0.y) + abs($0.x) == 1)
        }
        offsets = [along] + others
        self.isFull = isFull
        var arrays = [Int](repeating: -1, count: 27)
        for (index, offset) in offsets.enumerated() { arrays[offset.number] = 2 + index }
        self.arrays = arrays
        rows = CoefficientRows(layout, zTypes, yTypes, arrays: 2 + offsets.count)
    }

    /// Where the coupling of a forward offset is among ``rows``.
    func array(of offset: StencilOffset) -> Int? {
        let array = arrays[offset.number]
        return array < 0 ? nil : array
    }

    /// The couplings of a row's points with the neighbours at `offset`: the number for the point at x is at index x.
    func couplings(_ offset: StencilOffset, _ z: Int, _ y: Int) -> UnsafePointer<Scalar>? {
        if offset.isForward { return array(of: offset).map { UnsafePointer(rows.row($0, z, y)) } }
        return array(of: -offset).map { UnsafePointer(rows.row($0, z + offset.z, y + offset.y)) + offset.x }
    }

    /// Both ways.
    var allOffsets: [StencilOffset] { offsets.flatMap { [$0, -$0] } }

    /// Counted operations of a product.
    var operations: Double { Double(1 + 4 * offsets.count) * Double(layout.points) }
}
