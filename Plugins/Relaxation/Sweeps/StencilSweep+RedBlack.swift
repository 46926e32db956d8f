/// Points of equal colour have no couplings, and a skewed vector has one colour: red at even steps, black at odd ones.
extension StencilSweep {
    /// The points of one colour, then those of the other with their neighbours; a strip at a time, so that memory is gone
    /// through once. The other colour follows one strip behind, when all its neighbours are done.
    func colours(
        _ first: PointColour, _ second: PointColour, _ z: UnsafeMutablePointer<Double>, _ kernel: some SweepKernel
    ) -> Double {
        var sum = Lanes.zero
        for strip in 0...grid.strips {
            if strip < grid.strips { colour(first, z, kernel, strip, addsNeighbours: false, &sum) }
            if strip > 0 { colour(second, z, kernel, strip - 1, addsNeighbours: true, &sum) }
        }
        return sum.sum()
    }

    @inline(__always)
    private func colour(
        _ colour: PointColour, _ z: UnsafeMutablePointer<Double>, _ kernel: some SweepKernel, _ strip: Int,
        addsNeighbours: Bool, _ sum: inout Lanes
    ) {
        let (start, above) = (strip * grid.stripLength, above(strip))
        let parity = colour == .red ? 0 : 1
        for pair in 0..<grid.halfStrip {
            let step = 2 &* pair &+ parity
            let place = SweepPlace(offset: start &+ 8 &* step, step: step, above: above, colour: colour)
            let known = kernel.known(place)
            let value = addsNeighbours ? addingAll(known, z, place) : known
            let factors = kernel.finish(place, value)
            sum = sum.adding(factors.0, factors.1)
            store(value, z, place.offset)
        }
    }
}
