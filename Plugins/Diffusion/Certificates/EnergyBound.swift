import Ansatz

/// A guaranteed bound of the whole error, that of the discretization included, for flow with the same pressure on all
/// walls of a box, permeability and source taken as constant in the part of the box around each point.
///
/// Let w be the answer, continued between the points by a function that has the given values on the walls, and q any
/// flow with div q = f. Then (Prager and Synge 1947)
///
///     ‖a^(1/2) ∇(u − w)‖ ≤ ‖a^(−1/2) (q + a ∇w)‖.
///
/// The fluxes of the finite volumes are such a q: linear along each axis in the part of the box around a point, with the
/// flux through walls that balances the source. They may be those of another answer than w, a better one where w is a
/// prediction. Where that does not solve the linear system exactly, div q misses f by the residual r, and
/// ‖r‖ / (π √(min a · Σ 1/Lᵢ²)) is added (Lᵢ the sides' lengths; Friedrichs' inequality). w is linear along each axis
/// between the points and the places halfway, where it is the mean of the neighbours, weighted by a: so it has the kinks
/// that the solution has where a jumps. All integrals are exact but for rounding, which is not bounded.
struct EnergyBound {
    /// In the energy norm ‖a^(1/2) ∇·‖.
    let value: Double
    /// Relative to the energy norm of w.
    let relative: Double

    static let names = ["energy_error_bound", "relative_energy_error_bound"]

    /// - Parameters:
    ///   - w: the answer that is judged, at all points, with the given values on the walls.
    ///   - solution: the one whose fluxes it is compared with, at the unknowns.
    ///   - a: the permeability at all points.
    init(_ posed: PosedDiffusion, of w: Tensor<Double>, solution: Tensor<Double>, a: Tensor<Double>) {
        let u = posed.values(of: solution)
        let grid = posed.grid
        var residual = Tensor<Double>(shape: posed.system.shape)
        posed.system.residual(of: solution, into: &residual)
        let cell = grid.sides.reduce(1) { $0 * $1.spacing }
        let curvature = grid.sides.reduce(0) { $0 + 1 / ($1.length * $1.length) }
        let lowest = posed.discretization.lowestCoefficients.min() ?? 0
        let miss = norm2(residual) * cell.squareRoot() / (Double.pi * (curvature * lowest).squareRoot())
        var sums = EnergySums(grid, Self.refined(w, a, grid))
        posed.system.rightHandSide.withBuffer { f in
            u.withBuffer { u in
                a.withBuffer { a in
                    BoxGrid.forEachIndex(of: grid.pointShape) { point, place in
                        sums.add(point, place, source: f[Self.nearestUnknown(place, grid)], u, a)
                    }
                }
            }
        }
        func finite(_ value: Double) -> Double { min(value, .greatestFiniteMagnitude) }
        value = finite(sums.defect.squareRoot() + miss)
        relative = value == 0 ? 0 : finite(value / sums.energy.squareRoot())
    }

    private static func nearestUnknown(_ place: [Int], _ grid: BoxGrid) -> Int {
        var position = 0
        for (index, side) in zip(place, grid.sides) {
            position = position * side.unknowns + min(max(index - side.first, 0), side.unknowns - 1)
        }
        return position
    }

    /// w at the points and the places halfway between them.
    private static func refined(_ u: Tensor<Double>, _ a: Tensor<Double>, _ grid: BoxGrid) -> Tensor<Double> {
        let strides = BoxGrid.strides(of: grid.pointShape)
        var w = Tensor<Double>(shape: grid.pointShape.map { 2 * $0 - 1 })
        let shape = w.shape
        u.withBuffer { u in
            a.withBuffer { a in
                w.withMutableBuffer { w in
                    BoxGrid.forEachIndex(of: shape) { position, place in
                        var corner = 0
                        for axis in place.indices { corner += place[axis] / 2 * strides[axis] }
                        var (sum, weight) = (0.0, 0.0)
                        // Over the points around: both along axes where the place is halfway.
                        for bits in 0..<(1 << place.count) {
                            var point = corner
                            var isOne = true
                            for axis in place.indices where bits >> axis & 1 == 1 {
                                isOne = isOne && place[axis] % 2 == 1
                                point += strides[axis]
                            }
                            guard isOne else { continue }
                            sum += a[point] * u[point]
                            weight += a[point]
                        }
                        w[position] = sum / weight
                    }
                }
            }
        }
        return w
    }
}

/// The integrals over the parts of a box around its points, added up point after point.
private struct EnergySums {
    /// ∫ |q + a ∇w|² / a.
    private(set) var defect = 0.0
    /// ∫ a |∇w|².
    private(set) var energy = 0.0

    private let sides: [BoxSide]
    private let strides: [Int]
    private let refined: [Double]
    private let refinedStrides: [Int]
    // Of the point at hand, along each axis: the flux at the lower and upper end of its part of the box, and at the point.
    private var lower: [Double]
    private var upper: [Double]
    private var middle: [Double]
    private var corners: [Double]

    init(_ grid: BoxGrid, _ refined: Tensor<Double>) {
        sides = grid.sides
        strides = BoxGrid.strides(of: grid.pointShape)
        self.refined = refined.elements
        refinedStrides = BoxGrid.strides(of: refined.shape)
        lower = sides.map { _ in 0 }
        (upper, middle) = (lower, lower)
        corners = [Double](repeating: 0, count: 1 << sides.count)
    }

    mutating func add(
        _ point: Int, _ place: [Int], source: Double, _ u: UnsafeBufferPointer<Double>, _ a: UnsafeBufferPointer<Double>
    ) {
        fillFluxes(point, place, source: source, u, a)
        // The part of the box around a point is cut at the point: one piece for each choice of sides.
        for piece in 0..<(1 << sides.count) {
            let isInside = sides.indices.allSatisfy { axis in
                piece >> axis & 1 == 1 ? place[axis] < sides[axis].cells : place[axis] > 0
            }
            if isInside { add(piece, place, a[point]) }
        }
    }

    private mutating func fillFluxes(
        _ point: Int, _ place: [Int], source: Double, _ u: UnsafeBufferPointer<Double>,
        _ a: UnsafeBufferPointer<Double>
    ) {
        let walls = sides.indices.count { place[$0] == 0 || place[$0] == sides[$0].cells }
        for axis in sides.indices {
            let (h, stride) = (sides[axis].spacing, strides[axis])
            func flux(above below: Int) -> Double {
                FaceMean.harmonic(a[below], a[below + stride]) * (u[below] - u[below + stride]) / h
            }
            // Through a wall goes what comes from inside and a share of the sources.
            let share = source * h / 2 / Double(max(walls, 1))
            if place[axis] == 0 {
                upper[axis] = flux(above: point)
                lower[axis] = upper[axis] - share
                middle[axis] = lower[axis]
            } else if place[axis] == sides[axis].cells {
                lower[axis] = flux(above: point - stride)
                upper[axis] = lower[axis] + share
                middle[axis] = upper[axis]
            } else {
                lower[axis] = flux(above: point - stride)
                upper[axis] = flux(above: point)
                middle[axis] = (lower[axis] + upper[axis]) / 2
            }
        }
    }

    /// Two points of Gauss along each axis, exact for squares of linear functions.
    private static let gauss = [0.5 - 0.75.squareRoot() / 3, 0.5 + 0.75.squareRoot() / 3]

    private mutating func add(_ piece: Int, _ place: [Int], _ a: Double) {
        let count = 1 << sides.count
        for corner in 0..<count {
            var position = 0
            for axis in sides.indices {
                let step = corner >> axis & 1 == 0 ? 0 : piece >> axis & 1 == 1 ? 1 : -1
                position += (2 * place[axis] + step) * refinedStrides[axis]
            }
            corners[corner] = refined[position]
        }
        let volume = sides.reduce(1) { $0 * $1.spacing / 4 }
        for node in 0..<count {
            var (missing, square) = (0.0, 0.0)
            for axis in sides.indices {
                let isUp = piece >> axis & 1 == 1
                var slope = 0.0
                for corner in 0..<count where corner >> axis & 1 == 0 {
                    var weight = 1.0
                    for other in sides.indices where other != axis {
                        let t = Self.gauss[node >> other & 1]
                        weight *= corner >> other & 1 == 1 ? t : 1 - t
                    }
                    slope += weight * (corners[corner | 1 << axis] - corners[corner])
                }
                slope /= (isUp ? 0.5 : -0.5) * sides[axis].spacing
                let t = Self.gauss[node >> axis & 1]
                let end = isUp ? upper[axis] : lower[axis]
                let flux = middle[axis] + t * (end - middle[axis])
                let difference = flux + a * slope
                missing += difference * difference
                square += slope * slope
            }
            defect += volume * missing / a
            energy += volume * square * a
        }
    }
}
