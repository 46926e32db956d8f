import Ansatz
import Glibc

/// Sweeps over a constant stencil scaled to a unit diagonal, with couplings w = −ω·alongRow/d and v = −ω·acrossRows/d:
///
///     forward:   z = known + w z_left + v z_above       (I + ωD⁻¹L) z = known
///     backward:  z = known + w z_right + v z_below      (I + ωD⁻¹Lᵀ) z = known
///
/// in the natural ordering; in another, left and above stand for all neighbours that come earlier.
struct StencilSweep {
    let grid: SkewedGrid
    let ordering: SweepOrdering
    let ω: Double
    let diagonal: Double
    /// The spectral radius of ωD⁻¹(L + Lᵀ).
    let radius: Double
    private let v: Lanes
    private let vOfLastStrip: Lanes
    /// w at each step, zero in lanes without points.
    private let w: UnsafePointer<Double>

    /// - Parameter vectors: where the swept vectors are; its table is overwritten.
    init(_ stencil: ConstantStencil, ω: Double, _ ordering: SweepOrdering, _ vectors: SkewedVectors) {
        let grid = vectors.grid
        let (along, across) = (-ω * stencil.alongRow / stencil.diagonal, -ω * stencil.acrossRows / stencil.diagonal)
        self.grid = grid
        self.ordering = ordering
        self.ω = ω
        diagonal = stencil.diagonal
        radius =
            2 * (abs(along) * cos(.pi / Double(grid.columns + 1)) + abs(across) * cos(.pi / Double(grid.rows + 1)))
        v = Lanes(repeating: across)
        let rowsOfLast = Double(grid.rows - 8 * (grid.strips - 1))
        vOfLastStrip = v.replacing(with: 0, where: Lanes(0, 1, 2, 3, 4, 5, 6, 7) .>= rowsOfLast)
        let table = vectors.table
        for step in 0..<grid.steps {
            for lane in 0..<8 { table[8 * step + lane] = grid.hasPoint(step: step, lane: lane) ? along : 0 }
        }
        w = UnsafePointer(table)
    }

    /// Solves with the lower triangle, into `z`; returns the kernel's sum.
    @inline(__always)
    func forward(_ z: SweptVector, _ kernel: some SweepKernel) -> Double {
        switch ordering {
        case .natural: rowsForward(z, kernel)
        case .redBlack: colours(.red, .black, z.strip(0), kernel)
        }
    }

    /// Solves with the upper triangle, into `z`; returns the kernel's sum.
    @inline(__always)
    func backward(_ z: SweptVector, _ kernel: some SweepKernel) -> Double {
        switch ordering {
        case .natural: rowsBackward(z, kernel)
        case .redBlack: colours(.black, .red, z.strip(0), kernel)
        }
    }

    /// v in the lanes of a strip that have a row.
    @inline(__always)
    func above(_ strip: Int) -> Lanes { strip == grid.strips - 1 ? vOfLastStrip : v }

    /// `value` + w z_left + v z_above, from the vector at the step before and the one in the strip above that has the
    /// first row's upper neighbour.
    @inline(__always)
    func adding(to value: Lanes, left: Lanes, aboveFirst: Lanes, _ place: SweepPlace) -> Lanes {
        let above = Lanes(aboveFirst[7], left[0], left[1], left[2], left[3], left[4], left[5], left[6])
        return value.adding(lanes(w, 8 &* place.step), left).adding(place.above, above)
    }

    /// `value` + w z_right + v z_below, from the vector at the step after and the one in the strip below that has the
    /// last row's lower neighbour.
    @inline(__always)
    func adding(to value: Lanes, right: Lanes, belowLast: Lanes, _ place: SweepPlace) -> Lanes {
        let below = Lanes(right[1], right[2], right[3], right[4], right[5], right[6], right[7], belowLast[0])
        return value.adding(lanes(w, 8 &* place.step), right).adding(v, below)
    }

    @inline(__always)
    private func addingLeftAndAbove(_ value: Lanes, _ z: UnsafePointer<Double>, _ place: SweepPlace) -> Lanes {
        adding(
            to: value, left: lanes(z, place.offset &- 8), aboveFirst: lanes(z, place.offset &+ 56 &- grid.stripLength),
            place)
    }

    @inline(__always)
    private func addingRightAndBelow(_ value: Lanes, _ z: UnsafePointer<Double>, _ place: SweepPlace) -> Lanes {
        adding(
            to: value, right: lanes(z, place.offset &+ 8), belowLast: lanes(z, place.offset &- 56 &+ grid.stripLength),
            place)
    }

    /// `value` and the couplings with all neighbours.
    @inline(__always)
    func addingAll(_ value: Lanes, _ z: UnsafePointer<Double>, _ place: SweepPlace) -> Lanes {
        addingLeftAndAbove(addingRightAndBelow(value, z, place), z, place)
    }

    /// `value` and the couplings with the neighbours that come earlier in a forward sweep.
    @inline(__always)
    func addingEarlier(_ value: Lanes, _ z: UnsafePointer<Double>, _ place: SweepPlace) -> Lanes {
        switch place.colour {
        case .mixed: addingLeftAndAbove(value, z, place)
        case .red: value
        case .black: addingAll(value, z, place)
        }
    }

    /// `value` and the couplings with the neighbours that come later in a forward sweep.
    @inline(__always)
    func addingLater(_ value: Lanes, _ z: UnsafePointer<Double>, _ place: SweepPlace) -> Lanes {
        switch place.colour {
        case .mixed: addingRightAndBelow(value, z, place)
        case .red: addingAll(value, z, place)
        case .black: value
        }
    }
}
