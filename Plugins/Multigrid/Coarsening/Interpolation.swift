import Ansatz

/// Prolongation from a coarse level: weights that the fine matrix induces.
///
/// A point between two coarse points on a line takes from them what the matrix says once it is summed over the axes
/// across the line; a point between eight neighbours in a plane takes from those that are known by then, and so on: the
/// black-box interpolation of Dendy. Weights are stored by coarse points: those of a shift s are what coarse point I
/// gives to the fine point at position(I) + s. Restriction is the transpose.
final class Interpolation<Scalar: GridScalar> {
    let fine: GridOperator<Scalar>
    let coarse: GridLayout<Scalar>
    /// For z, y, x.
    let isCoarsened: [Bool]
    /// From coarse points to the fine points around, zero included.
    let shifts: [StencilOffset]
    let weights: CoefficientRows<Scalar>
    private let arrays: [Int]
    /// For z and y: the coarse indices that give to each fine one, with the shift from there.
    let sources: [[[(index: Int, shift: Int)]]]

    init(_ fine: GridOperator<Scalar>, isCoarsened: [Bool], _ threads: Threads) {
        self.fine = fine
        self.isCoarsened = isCoarsened
        let layout = fine.layout
        let axes = zip(layout.axes, isCoarsened).map { $1 ? $0.coarsened : $0 }
        coarse = GridLayout(axes[0], axes[1], axes[2])
        shifts = StencilOffset.all(along: isCoarsened).sorted { ($0.length, $0.number) < ($1.length, $1.number) }
        var arrays = [Int](repeating: -1, count: 27)
        for (index, shift) in shifts.enumerated() { arrays[shift.number] = index }
        self.arrays = arrays
        sources = (0..<2).map { axis in
            (0..<layout.axes[axis].count).map { isCoarsened[axis] ? layout.axes[axis].sources($0) : [($0, 0)] }
        }
        let types = (fine.rows.zTypes, fine.rows.yTypes)
        weights = CoefficientRows(
            coarse, isCoarsened[0] ? types.0.coarsened() : types.0.widened(),
            isCoarsened[1] ? types.1.coarsened() : types.1.widened(), arrays: shifts.count)
        weights.forEachRowType(threads) { z, y in
            for shift in shifts { fill(shift, z, y) }
        }
    }

    @inline(__always)
    func array(of shift: StencilOffset) -> Int { arrays[shift.number] }

    /// The fine index at a coarse one.
    @inline(__always)
    func position(_ index: Int, _ axis: Int) -> Int {
        isCoarsened[axis] ? fine.layout.axes[axis].position(index) : index
    }

    /// Whether shift `shift` leads across the seam of a periodic axis, where no point lies between coarse ones.
    private func isBeyondSeam(_ shift: Int, _ index: Int, _ axis: Int) -> Bool {
        guard isCoarsened[axis], fine.layout.axes[axis].hasSeam else { return false }
        return shift < 0 && index == 0 || shift > 0 && index == coarse.axes[axis].count - 1
    }

    /// Computes the weights of a shift in a coarse row; those of shorter shifts are known.
    private func fill(_ shift: StencilOffset, _ z: Int, _ y: Int) {
        let row = weights.row(array(of: shift), z, y)
        let count = coarse.x.count
        if shift == .zero {
            for x in 0..<count { row[x] = 1 }
            weights.wrapRow(row)
            return
        }
        if isBeyondSeam(shift.z, z, 0) || isBeyondSeam(shift.y, y, 1) { return }
        let (fineZ, fineY) = (position(z, 0) + shift.z, position(y, 1) + shift.y)
        // Beyond a wall.
        guard fine.layout.z.wrapped(fineZ) != nil, fine.layout.y.wrapped(fineY) != nil else { return }
        let collapse = CollapsedStencil(fine, shift, fineZ, fineY, everySecond: isCoarsened[2])
        let sources = collapse.terms.map { term in
            term.source.map { UnsafePointer(weights.row(array(of: $0), z, y)) }
        }
        let last = coarse.vectors - 1
        let lastLanes = coarse.lastLanes
        let zero = Scalar.Lanes()
        for vector in 0...last {
            let start = vector * Scalar.laneCount
            let place = position(start, 2) + shift.x
            var (numerator, denominator) = (zero, zero)
            for (term, source) in zip(collapse.terms, sources) {
                let k = collapse.coupling(term, place)
                denominator = Scalar.add(denominator, k)
                if let source { numerator = Scalar.multiplyAdd(k, Scalar.load(source + start), numerator) }
            }
            denominator = Scalar.add(denominator, collapse.excess(place))
            // Nothing there, or no coupling: nothing is taken.
            numerator = Scalar.select(denominator, over: zero, numerator, zero)
            denominator = Scalar.select(denominator, over: zero, denominator, Scalar.Lanes(repeating: 1))
            var value = Scalar.divide(numerator, denominator)
            if vector == last { value = Scalar.select(lastLanes, value, zero) }
            Scalar.store(value, row + start)
        }
        if isBeyondSeam(shift.x, 0, 2) { row[0] = 0 }
        if isBeyondSeam(shift.x, count - 1, 2) { row[count - 1] = 0 }
        weights.wrapRow(row)
    }
}

extension StencilOffset {
    /// Axes along which it leads away.
    var length: Int { abs(z) + abs(y) + abs(x) }
}
