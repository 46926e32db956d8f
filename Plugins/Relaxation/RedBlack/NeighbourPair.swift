import CLanes

/// The couplings of a half row's points with their two neighbours along one axis.
protocol NeighbourPair {
    /// `value` + k₋ u₋ + k₊ u₊ at the eight points from `place` on.
    func adding(to value: Lanes, _ place: Int) -> Lanes
}

/// None: an axis that the grid lacks.
struct NoPair: NeighbourPair {
    @inline(__always)
    func adding(to value: Lanes, _ place: Int) -> Lanes { value }
}

/// With one coefficient.
struct ConstantPair: NeighbourPair {
    var coefficient: Lanes
    var lower: UnsafePointer<Double>
    var upper: UnsafePointer<Double>

    @inline(__always)
    func adding(to value: Lanes, _ place: Int) -> Lanes {
        value.adding(coefficient, anyLanes(lower, place) + anyLanes(upper, place))
    }
}

/// With a coefficient for each face.
struct VaryingPair: NeighbourPair {
    var lowerFaces: UnsafePointer<Double>
    var upperFaces: UnsafePointer<Double>
    var lower: UnsafePointer<Double>
    var upper: UnsafePointer<Double>

    @inline(__always)
    func adding(to value: Lanes, _ place: Int) -> Lanes {
        value.adding(anyLanes(lowerFaces, place), anyLanes(lower, place))
            .adding(anyLanes(upperFaces, place), anyLanes(upper, place))
    }
}

/// How a half row's residuals become corrections.
protocol RowDiagonal {
    /// D at the eight points from `place` on.
    func entries(_ place: Int) -> Lanes
    /// `residual` / D.
    func dividing(_ residual: Lanes, _ place: Int) -> Lanes
}

/// A diagonal that many rows share, with its inverse, both in the nearest cache.
struct SharedDiagonal: RowDiagonal {
    var values: UnsafePointer<Double>
    var inverses: UnsafePointer<Double>

    @inline(__always)
    func entries(_ place: Int) -> Lanes { lanes(values, place) }
    @inline(__always)
    func dividing(_ residual: Lanes, _ place: Int) -> Lanes { residual * lanes(inverses, place) }
}

/// A diagonal of the row's own. A division costs less than fetching the inverse too.
struct OwnDiagonal: RowDiagonal {
    var values: UnsafePointer<Double>

    @inline(__always)
    func entries(_ place: Int) -> Lanes { lanes(values, place) }
    @inline(__always)
    func dividing(_ residual: Lanes, _ place: Int) -> Lanes { residual / lanes(values, place) }
}

/// A half row whose points are to be relaxed. None of them is another's neighbour.
struct RelaxedRow<Columns: NeighbourPair, Planes: NeighbourPair, Rows: NeighbourPair, Diagonal: RowDiagonal> {
    var x: UnsafeMutablePointer<Double>
    var b: UnsafePointer<Double>
    var columns: Columns
    var planes: Planes
    var rows: Rows
    var diagonal: Diagonal

    /// x ← x + ω r/D with r = b − A x, at `count` points; adds the squares of r, before, to the sums.
    @inline(__always)
    func relax(_ count: Int, _ ω: Lanes, _ sum: inout Lanes, _ other: inout Lanes) {
        let last = (count &- 1) & ~7
        var place = 0
        while place &+ 8 < last {
            let (first, second) = (residual(place), residual(place &+ 8))
            correct(place, first, ω)
            correct(place &+ 8, second, ω)
            sum = sum.adding(first, first)
            other = other.adding(second, second)
            place &+= 16
        }
        if place < last {
            let residual = residual(place)
            correct(place, residual, ω)
            sum = sum.adding(residual, residual)
        }
        // The lanes behind the last point keep what they have.
        let isBehind = Lanes(0, 1, 2, 3, 4, 5, 6, 7) .>= Double(count &- last)
        let residual = residual(last).replacing(with: 0, where: isBehind)
        let correction = diagonal.dividing(residual, last).replacing(with: 0, where: isBehind)
        store(lanes(x, last).adding(ω, correction), x, last)
        other = other.adding(residual, residual)
    }

    @inline(__always)
    private func residual(_ place: Int) -> Lanes {
        let own = lanes(b, place).adding(-diagonal.entries(place), lanes(x, place))
        return rows.adding(to: planes.adding(to: columns.adding(to: own, place), place), place)
    }

    @inline(__always)
    private func correct(_ place: Int, _ residual: Lanes, _ ω: Lanes) {
        store(lanes(x, place).adding(ω, diagonal.dividing(residual, place)), x, place)
    }
}

/// Eight numbers from anywhere.
@inline(__always)
private func anyLanes(_ z: UnsafePointer<Double>, _ offset: Int) -> Lanes {
    UnsafeRawPointer(z + offset).loadUnaligned(as: Lanes.self)
}
