/// Natural sweeps go along the anti-diagonals of the strips, so every lane does what a scalar sweep does at its point.
///
/// A step must wait for the one before it, for a permutation and a multiply-add. To fill that time two strips are under
/// way at once: while one is in its second half, the next is in its first. What they need of each other lies seven steps
/// apart, less than half a strip.
extension StencilSweep {
    func rowsForward(_ z: SweptVector, _ kernel: some SweepKernel) -> Double {
        let half = grid.halfStrip
        var front = NaturalStrip(offset: 0, above: .zero, z: z.strip(-1), beside: z.strip(-1))
        var frontSum = Lanes.zero
        var backSum = Lanes.zero
        for strip in 0...grid.strips {
            // The front is in the first half of `strip`, the back in the second half of the strip before.
            var back = front
            front = NaturalStrip(
                offset: strip * grid.stripLength, above: above(strip), z: z.strip(strip), beside: z.strip(strip - 1))
            if strip == 0 {
                for i in 0..<half { forwardStep(kernel, i, &front, &frontSum) }
            } else if strip == grid.strips {
                for i in 0..<half { forwardStep(kernel, half &+ i, &back, &backSum) }
            } else {
                for i in 0..<half {
                    forwardStep(kernel, half &+ i, &back, &backSum)
                    forwardStep(kernel, i, &front, &frontSum)
                }
            }
        }
        return (frontSum + backSum).sum()
    }

    func rowsBackward(_ z: SweptVector, _ kernel: some SweepKernel) -> Double {
        let half = grid.halfStrip
        var front = NaturalStrip(offset: 0, above: .zero, z: z.strip(-1), beside: z.strip(-1))
        var frontSum = Lanes.zero
        var backSum = Lanes.zero
        for strip in (-1..<grid.strips).reversed() {
            // The front is in the second half of `strip`, the back in the first half of the strip after.
            var back = front
            front = NaturalStrip(
                offset: strip * grid.stripLength, above: above(strip), z: z.strip(strip), beside: z.strip(strip + 1))
            if strip == grid.strips - 1 {
                for i in (0..<half).reversed() { backwardStep(kernel, half &+ i, &front, &frontSum) }
            } else if strip == -1 {
                for i in (0..<half).reversed() { backwardStep(kernel, i, &back, &backSum) }
            } else {
                for i in (0..<half).reversed() {
                    backwardStep(kernel, i, &back, &backSum)
                    backwardStep(kernel, half &+ i, &front, &frontSum)
                }
            }
        }
        return (frontSum + backSum).sum()
    }

    @inline(__always)
    private func forwardStep(
        _ kernel: some SweepKernel, _ step: Int, _ strip: inout NaturalStrip, _ sum: inout Lanes
    ) {
        let place = SweepPlace(
            offset: strip.offset &+ 8 &* step, step: step, above: strip.above, colour: .mixed)
        let value = adding(
            to: kernel.known(place), left: strip.latest, aboveFirst: lanes(strip.beside, 8 &* step &+ 56), place)
        strip.finish(kernel, place, value, &sum)
    }

    @inline(__always)
    private func backwardStep(
        _ kernel: some SweepKernel, _ step: Int, _ strip: inout NaturalStrip, _ sum: inout Lanes
    ) {
        let place = SweepPlace(
            offset: strip.offset &+ 8 &* step, step: step, above: strip.above, colour: .mixed)
        let value = adding(
            to: kernel.known(place), right: strip.latest, belowLast: lanes(strip.beside, 8 &* step &- 56), place)
        strip.finish(kernel, place, value, &sum)
    }
}

/// A strip under way.
private struct NaturalStrip {
    var offset: Int
    var above: Lanes
    /// The swept vector in this strip, and in the one swept before.
    var z: UnsafeMutablePointer<Double>
    var beside: UnsafeMutablePointer<Double>
    /// The new values at the latest step.
    var latest = Lanes.zero

    @inline(__always)
    mutating func finish(_ kernel: some SweepKernel, _ place: SweepPlace, _ value: Lanes, _ sum: inout Lanes) {
        let factors = kernel.finish(place, value)
        sum = sum.adding(factors.0, factors.1)
        store(value, z, 8 &* place.step)
        latest = value
    }
}
