/// What a sweep computes at the points of a SIMD vector, apart from the couplings with the points before them.
protocol SweepKernel {
    /// The part of the new values that does not depend on points that come earlier in this sweep.
    func known(_ place: SweepPlace) -> Lanes

    /// Called with the new values before they are stored; the sweep returns the sum of the products.
    func finish(_ place: SweepPlace, _ value: Lanes) -> (Lanes, Lanes)
}

/// Where a sweep is.
struct SweepPlace {
    /// Of the vector, from the start of the first strip.
    var offset: Int
    /// The step in the strip.
    var step: Int
    /// v, or zero in lanes below the last row.
    var above: Lanes
    var colour: PointColour
}

/// The colour of a vector's points.
enum PointColour {
    /// Without colours, in the natural ordering: the neighbours left and above come earlier.
    case mixed
    /// No neighbours come earlier.
    case red
    /// All neighbours come earlier.
    case black
}

/// What a sweep writes to.
struct SweptVector {
    private let start: UnsafeMutablePointer<Double>
    private let strips: Int
    private let stripLength: Int
    private let isTransient: Bool

    /// - Parameter isTransient: keeps no more than the sweep itself needs, so as to stay in the cache: a natural sweep
    ///   then uses two strips by turns.
    init(_ start: UnsafeMutablePointer<Double>, _ grid: SkewedGrid, isTransient: Bool = false) {
        (self.start, strips, stripLength) = (start, grid.strips, grid.stripLength)
        self.isTransient = isTransient
    }

    /// The start of a strip; those before the first and after the last are zeros.
    func strip(_ index: Int) -> UnsafeMutablePointer<Double> {
        if !isTransient { return start + index * stripLength }
        return start + (index < 0 || index >= strips ? -1 : index % 2) * stripLength
    }
}

/// z = s b, and the sum of squares of the solution.
struct TriangularSolve: SweepKernel {
    var source: UnsafePointer<Double>
    var scale: Double

    @inline(__always)
    func known(_ place: SweepPlace) -> Lanes { scale * lanes(source, place.offset) }

    @inline(__always)
    func finish(_ place: SweepPlace, _ value: Lanes) -> (Lanes, Lanes) { (value, value) }
}
