/// Smoothing with products: each update depends on the old values alone.
extension GridLevel {
    /// x ← x + ω D⁻¹ (b − A x) with ω = 4/3 of 1/λ, λ = `bound` no less than the largest eigenvalue of D⁻¹A: the same for
    /// both directions, and convergent for every symmetric positive definite A.
    func sweepJacobi(_ bound: Scalar) {
        computeResidual()
        let ω = Scalar.Lanes(repeating: 4 / 3 / bound)
        forEachPoint { place, inverse in
            let correction = Scalar.multiply(Scalar.multiply(ω, inverse), Scalar.load(r.base + place))
            Scalar.store(Scalar.add(Scalar.load(x.base + place), correction), x.base + place)
        }
        layout.wrap(x.base)
    }

    /// Two steps of the Chebyshev iteration in D⁻¹A for eigenvalues in [λ/4, λ], λ = `bound`.
    func sweepChebyshev(_ bound: Scalar, _ direction: GridVector<Scalar>) {
        let (middle, halfWidth) = (bound * 5 / 8, bound * 3 / 8)
        computeResidual()
        let first = Scalar.Lanes(repeating: 1 / middle)
        forEachPoint { place, inverse in
            let step = Scalar.multiply(Scalar.multiply(first, inverse), Scalar.load(r.base + place))
            Scalar.store(step, direction.base + place)
            Scalar.store(Scalar.add(Scalar.load(x.base + place), step), x.base + place)
        }
        layout.wrap(x.base)
        computeResidual()
        let ρ = 1 / (2 * middle / halfWidth - halfWidth / middle)
        let momentum = Scalar.Lanes(repeating: ρ * halfWidth / middle)
        let relaxation = Scalar.Lanes(repeating: 2 * ρ / halfWidth)
        forEachPoint { place, inverse in
            let correction = Scalar.multiply(Scalar.multiply(relaxation, inverse), Scalar.load(r.base + place))
            let step = Scalar.multiplyAdd(momentum, Scalar.load(direction.base + place), correction)
            Scalar.store(Scalar.add(Scalar.load(x.base + place), step), x.base + place)
        }
        layout.wrap(x.base)
    }

    /// Calls `body` with the places of all vectors and 1/d there, zero where there are no points.
    @inline(__always)
    private func forEachPoint(_ body: (_ place: Int, _ inverse: Scalar.Lanes) -> Void) {
        let lanes = Scalar.laneCount
        let last = layout.lastLanes
        forEachRow { z, y, _ in
            let start = layout.offset(z, y)
            let inverse = UnsafePointer(matrix.rows.row(GridOperator<Scalar>.inverseDiagonal, z, y))
            for vector in 0..<layout.vectors {
                var value = Scalar.load(inverse + vector &* lanes)
                if vector == layout.vectors &- 1 { value = Scalar.select(last, value, Scalar.Lanes()) }
                body(start &+ vector &* lanes, value)
            }
        }
    }
}
