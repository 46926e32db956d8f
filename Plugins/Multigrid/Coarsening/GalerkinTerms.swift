/// Which products of weights and couplings make up the coarse matrix PᵀAP: for each fine point at a shift s from coarse
/// point I, each entry of its row at an offset v, and each coarse neighbour I + O that gives to the point at s + v.
struct GalerkinTerms {
    /// A coarse neighbour to which an entry leads.
    struct Target {
        /// Which row of coarse points: 3 (O.z + 1) + (O.y + 1).
        var row: Int
        /// The weights of the neighbour for the point at the other end.
        var weights: Int
        /// O.x.
        var step: Int
        /// Where the sum goes: 0 for the diagonal, else one more than the number of the coarse matrix's offset.
        var sum: Int
    }

    /// An entry of a fine row.
    struct Entry {
        /// Number of the shift.
        var shift: Int
        /// Number of the offset in ``GridOperator/allOffsets``; −1 for the diagonal.
        var offset: Int
        var targets: Range<Int>
    }

    private(set) var entries: [Entry] = []
    private(set) var targets: [Target] = []

    /// Where a coarse row lies: at the ends of periodic axes the next coarse point may be a neighbour already.
    struct Seams: Hashable {
        /// For z, y, x: whether a step of −1, or +1, leads across a seam.
        var below = [false, false, false]
        var above = [false, false, false]
    }

    /// - Parameter alongX: leaves out all coarse neighbours but those with this step along x; `nil` for none.
    init<Scalar: GridScalar>(
        _ interpolation: Interpolation<Scalar>, _ coarse: GridOperator<Scalar>, _ seams: Seams, alongX: Int? = nil
    ) {
        let fine = interpolation.fine
        let fineAxes = fine.layout.axes
        let coarseAxes = coarse.layout.axes
        // A periodic axis with a single coarse point: its neighbours are itself.
        let isFolded = (0..<3).map { coarseAxes[$0].isPeriodic && coarseAxes[$0].count == 1 && fineAxes[$0].isActive }
        let steps = StencilOffset.all(along: (0..<3).map { coarseAxes[$0].isActive || isFolded[$0] })
        for (shiftNumber, shift) in interpolation.shifts.enumerated() {
            for (place, offset) in ([StencilOffset.zero] + fine.allOffsets).enumerated() {
                let offsetNumber = place - 1
                let first = targets.count
                for step in steps {
                    var folded = step
                    var shiftThere = StencilOffset.zero
                    var isReached = true
                    for axis in 0..<3 {
                        if isFolded[axis] { folded[axis] = 0 }
                        let isAcross = step[axis] > 0 ? seams.above[axis] : step[axis] < 0 && seams.below[axis]
                        let distance = interpolation.isCoarsened[axis] && !isAcross ? 2 : 1
                        let there = shift[axis] + offset[axis] - distance * step[axis]
                        shiftThere[axis] = there
                        guard abs(there) <= (interpolation.isCoarsened[axis] ? 1 : 0) else {
                            isReached = false
                            break
                        }
                    }
                    guard isReached, alongX == nil || alongX == step.x else { continue }
                    let sum = folded == .zero ? 0 : folded.isForward ? coarse.array(of: folded).map { $0 - 1 } : nil
                    guard let sum else { continue }
                    targets.append(
                        Target(
                            row: 3 * (step.z + 1) + step.y + 1, weights: interpolation.array(of: shiftThere),
                            step: step.x, sum: sum))
                }
                if targets.count > first {
                    entries.append(Entry(shift: shiftNumber, offset: offsetNumber, targets: first..<targets.count))
                }
            }
        }
    }
}
