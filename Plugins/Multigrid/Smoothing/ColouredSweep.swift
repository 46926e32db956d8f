import Ansatz

/// Gauss-Seidel over points in colours: those of one colour don't couple, and are updated at once.
///
/// Where a point couples with its nearest neighbours along the axes only there are two colours, like a chess board's; else
/// one for each parity of z, y and x. Coarse points come first before the correction, so that the equations of the points
/// between hold when it is computed: on a line it is then exact. A backward sweep takes the colours the other way round, so that a cycle with as
/// many sweeps after the correction as before is symmetric. At the seam of a periodic axis with an odd number of points two
/// neighbours have one colour; both are updated with the other's old value, which keeps the symmetry.
extension GridLevel {
    func sweepColours(forward isForward: Bool) {
        if matrix.isFull { sweepManyColours(isForward) } else { sweepTwoColours(isForward) }
    }

    private func sweepTwoColours(_ isForward: Bool) {
        let masks = LaneMasks(layout)
        let firstColour = layout.axes.reduce(0) { $0 ^ $1.coarseParity }
        let (zStep, yStep) = (layout.z.isActive ? 1 : 0, layout.y.isActive ? 1 : 0)
        func relax(_ row: Int, _ block: Int, colour: Int) {
            let (z, y) = (row / layout.y.count, row % layout.y.count)
            let start = layout.offset(z, y)
            products.add(z, y, to: b.base + start, of: x.base + start, into: scratchRow(block))
            self.relax(z, y, x.base + start, scratchRow(block), masks, parity: (colour + z * zStep + y * yStep) & 1)
        }
        let (first, second) = isForward ? (firstColour, 1 - firstColour) : (1 - firstColour, firstColour)
        if layout.isPeriodic {
            return inPhases(2) { phase, block in
                for row in part(block, of: layout.rows) { relax(row, block, colour: phase == 0 ? first : second) }
            }
        }
        // The second colour follows as soon as all neighbours in the block have been updated, while they are in the cache;
        // at both ends of a block when the other blocks are done.
        let distance = layout.z.isActive ? layout.y.count : 1
        threads.forEachPhase(2, blocks: blocks) { phase, block in
            let rows = part(block, of: layout.rows)
            let inner = rows.lowerBound + distance
            if phase == 0 {
                for row in rows {
                    relax(row, block, colour: first)
                    if row - distance >= inner { relax(row - distance, block, colour: second) }
                }
            } else {
                for row in rows.lowerBound..<min(inner, rows.upperBound) { relax(row, block, colour: second) }
                for row in max(inner, rows.upperBound - distance)..<max(inner, rows.upperBound) {
                    relax(row, block, colour: second)
                }
            }
        }
    }

    private func sweepManyColours(_ isForward: Bool) {
        let masks = LaneMasks(layout)
        // Parities of z and y that rows can have.
        let (zs, ys) = (layout.z.isActive ? 2 : 1, layout.y.isActive ? 2 : 1)
        let first = isForward ? layout.x.coarseParity : 1 - layout.x.coarseParity
        inPhases(zs * ys) { phase, block in
            let colour = isForward ? phase : zs * ys - 1 - phase
            let zParity = (colour / ys + layout.z.coarseParity) % zs
            let yParity = (colour % ys + layout.y.coarseParity) % ys
            let zRows = (layout.z.count - zParity + zs - 1) / zs
            let yRows = (layout.y.count - yParity + ys - 1) / ys
            for row in part(block, of: zRows * yRows) {
                let (z, y) = (row / yRows * zs + zParity, row % yRows * ys + yParity)
                let start = layout.offset(z, y)
                products.add(z, y, to: b.base + start, of: x.base + start, into: scratchRow(block))
                relax(z, y, x.base + start, scratchRow(block), masks, parity: first)
                relax(z, y, x.base + start, scratchRow(block), masks, parity: 1 - first)
            }
        }
    }

    /// Calls `body` with phases and blocks, and copies to periodic images after each phase.
    private func inPhases(_ phases: Int, _ body: (_ phase: Int, _ block: Int) -> Void) {
        guard layout.isPeriodic else { return threads.forEachPhase(phases, blocks: blocks, body) }
        threads.forEachPhase(2 * phases, blocks: blocks) { phase, block in
            if phase % 2 == 0 {
                body(phase / 2, block)
            } else if block == 0 {
                layout.wrap(x.base)
            }
        }
    }

    /// x = (t + Σ k x along the row) / d at the points of a parity.
    @inline(__always)
    private func relax(
        _ z: Int, _ y: Int, _ x: UnsafeMutablePointer<Scalar>, _ t: UnsafePointer<Scalar>, _ masks: LaneMasks<Scalar>,
        parity: Int
    ) {
        let k = UnsafePointer(matrix.rows.row(2, z, y))
        let inverse = UnsafePointer(matrix.rows.row(GridOperator<Scalar>.inverseDiagonal, z, y))
        let lanes = Scalar.laneCount
        let (mask, last) = parity == 0 ? masks.even : masks.odd
        @inline(__always)
        func update(_ start: Int, _ mask: Scalar.Lanes) {
            var sum = Scalar.multiplyAdd(
                Scalar.load(k + (start &- 1)), Scalar.load(x + (start &- 1)), Scalar.load(t + start))
            sum = Scalar.multiplyAdd(Scalar.load(k + start), Scalar.load(x + (start &+ 1)), sum)
            let value = Scalar.multiply(sum, Scalar.load(inverse + start))
            Scalar.store(Scalar.select(mask, value, Scalar.load(x + start)), x + start)
        }
        let end = (layout.vectors &- 1) &* lanes
        var start = 0
        while start < end {
            update(start, mask)
            start &+= lanes
        }
        update(end, last)
        layout.wrapRow(x)
    }
}

/// Lanes with points of each parity: in a vector, and in the last of a row.
struct LaneMasks<Scalar: GridScalar> {
    let even: (Scalar.Lanes, Scalar.Lanes)
    let odd: (Scalar.Lanes, Scalar.Lanes)

    init(_ layout: GridLayout<Scalar>) {
        var (even, odd) = (Scalar.Lanes(), Scalar.Lanes())
        for lane in 0..<Scalar.laneCount {
            if lane % 2 == 0 { even[lane] = 1 } else { odd[lane] = 1 }
        }
        let last = layout.lastLanes
        self.even = (even, Scalar.multiply(even, last))
        self.odd = (odd, Scalar.multiply(odd, last))
    }
}
