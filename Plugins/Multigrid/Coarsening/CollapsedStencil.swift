/// The stencil of the fine points at a shift from coarse points of a row, summed over the axes along which the shift is
/// zero.
struct CollapsedStencil<Scalar: GridScalar> {
    /// The couplings with the neighbours in one direction that is not zero after summing.
    struct Term {
        var couplings: [UnsafePointer<Scalar>]
        /// The shift of that neighbour from the coarse point, where that coarse point gives to it.
        var source: StencilOffset?
    }

    let terms: [Term]
    private let matrix: GridOperator<Scalar>
    private let everySecond: Bool
    /// Where d − Σ k is taken from: at a wall along an axis that was summed over, from the next point away from it,
    /// since that wall's coupling says nothing of how the solution varies along the others.
    private let excessCouplings: [UnsafePointer<Scalar>]
    private let excessDiagonal: UnsafePointer<Scalar>
    /// Indices along x that take d − Σ k from a neighbour, and the step there.
    private let ends: [(index: Int, step: Int)]

    init(_ matrix: GridOperator<Scalar>, _ shift: StencilOffset, _ z: Int, _ y: Int, everySecond: Bool) {
        self.matrix = matrix
        self.everySecond = everySecond
        var terms: [StencilOffset: Term] = [:]
        var order: [StencilOffset] = []
        for offset in matrix.allOffsets {
            let isSummedUp = (0..<3).allSatisfy { shift[$0] == 0 || offset[$0] == 0 }
            guard !isSummedUp, let couplings = matrix.couplings(offset, z, y) else { continue }
            // The coarse point gives to a neighbour that is nearer to it along some axes, and no farther along others.
            var source: StencilOffset? = shift
            var direction = StencilOffset.zero
            for axis in 0..<3 where shift[axis] != 0 && offset[axis] != 0 {
                direction[axis] = offset[axis]
                if offset[axis] == -shift[axis] { source?[axis] = 0 } else { source = nil }
            }
            if terms[direction] == nil { order.append(direction) }
            terms[direction, default: Term(couplings: [], source: source)].couplings.append(couplings)
        }
        self.terms = order.compactMap { terms[$0] }
        func away(_ axis: GridAxis, _ index: Int, _ shift: Int) -> Int {
            guard shift == 0, axis.isActive, !axis.isPeriodic, axis.count > 2 else { return index }
            return index == 0 ? 1 : index == axis.count - 1 ? index - 1 : index
        }
        let layout = matrix.layout
        let (fromZ, fromY) = (away(layout.z, z, shift.z), away(layout.y, y, shift.y))
        excessCouplings = matrix.allOffsets.compactMap { matrix.couplings($0, fromZ, fromY) }
        excessDiagonal = UnsafePointer(matrix.rows.row(GridOperator<Scalar>.diagonal, fromZ, fromY))
        ends = [0, layout.x.count - 1].compactMap { index in
            let step = away(layout.x, index, shift.x) - index
            return step == 0 ? nil : (index, step)
        }
    }

    /// The sum of a term's couplings. One that positive entries of the matrix make negative counts as none, so that
    /// weights are between 0 and 1, and constants stay constant.
    @inline(__always)
    func coupling(_ term: Term, _ place: Int) -> Scalar.Lanes {
        var sum = Scalar.Lanes()
        for couplings in term.couplings { sum = Scalar.add(sum, load(couplings + place)) }
        return Scalar.select(sum, over: Scalar.Lanes(), sum, Scalar.Lanes())
    }

    /// The numbers for a vector of coarse points.
    @inline(__always)
    func load(_ pointer: UnsafePointer<Scalar>) -> Scalar.Lanes {
        everySecond ? Scalar.loadEverySecond(pointer) : Scalar.load(pointer)
    }

    /// d − Σ k for a vector of coarse points, from the fine index of the first on.
    func excess(_ place: Int) -> Scalar.Lanes {
        var excess = excessAsIs(place)
        let step = everySecond ? 2 : 1
        for end in ends where end.index >= place && (end.index - place) % step == 0 {
            let lane = (end.index - place) / step
            if lane < Scalar.laneCount { excess[lane] = excessAsIs(end.index + end.step)[0] }
        }
        return excess
    }

    private func excessAsIs(_ place: Int) -> Scalar.Lanes {
        let diagonal = load(excessDiagonal + place)
        var excess = diagonal
        for couplings in excessCouplings { excess = Scalar.subtract(excess, load(couplings + place)) }
        // What rounding leaves.
        let threshold = Scalar.multiply(Scalar.Lanes(repeating: 64 * Scalar.ulpOfOne), diagonal)
        return Scalar.select(excess, over: threshold, excess, Scalar.Lanes())
    }
}
