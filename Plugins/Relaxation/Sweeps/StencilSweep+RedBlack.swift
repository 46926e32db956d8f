/// Points of equal colour have no couplings, and a skewed vector has one colour: red at even steps, black at odd ones.
extension StencilSweep {
    /// The points of one colour.
    ///
    /// - Parameter addsNeighbours: whether the other colour came earlier in this sweep.
    func colour(
        _ colour: PointColour, _ z: UnsafeMutablePointer<Double>, _ kernel: some SweepKernel, addsNeighbours: Bool
    ) -> Double {
        var sum = Lanes.zero
        for strip in 0..<grid.strips {
            let (start, above) = (strip * grid.stripLength, above(strip))
            var step = colour == .red ? 0 : 1
            while step < grid.steps {
                let place = SweepPlace(offset: start &+ 8 &* step, step: step, above: above, colour: colour)
                let known = kernel.known(place)
                let value = addsNeighbours ? addingAll(known, z, place) : known
                let factors = kernel.finish(place, value)
                sum = sum.adding(factors.0, factors.1)
                store(value, z, place.offset)
                step &+= 2
            }
        }
        return sum.sum()
    }
}
