/// Norms of vectors that are not stored.
extension StencilSweep {
    /// ‖(I + ωD⁻¹Lᵀ) z‖².
    func squaredNormOfUpperProduct(_ z: UnsafePointer<Double>) -> Double {
        let product = UpperProduct(sweep: self, z: z)
        return switch ordering {
        case .natural: sum(of: product, even: .mixed, odd: .mixed)
        case .redBlack: sum(of: product, even: .red, odd: .black)
        }
    }

    /// (ω/d)² ‖b − A z‖².
    func squaredNormOfResidual(_ z: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
        sum(of: Residual(sweep: self, z: z, b: b), even: .mixed, odd: .mixed)
    }

    /// Computes a vector at all points, for what it stores.
    @inline(__always)
    func compute(_ vector: some SkewedExpression) {
        for strip in 0..<grid.strips {
            let (start, above) = (strip * grid.stripLength, above(strip))
            for step in 0..<grid.steps {
                _ = vector.value(
                    at: SweepPlace(offset: start &+ 8 &* step, step: step, above: above, colour: .mixed))
            }
        }
    }

    /// The sum of squares.
    @inline(__always)
    private func sum(
        of vector: some SkewedExpression, even evenColour: PointColour, odd oddColour: PointColour
    ) -> Double {
        var (evenSum, oddSum) = (Lanes.zero, Lanes.zero)
        for strip in 0..<grid.strips {
            let (start, above) = (strip * grid.stripLength, above(strip))
            for pair in 0..<grid.halfStrip {
                let step = 2 &* pair
                let offset = start &+ 8 &* step
                let even = vector.value(
                    at: SweepPlace(offset: offset, step: step, above: above, colour: evenColour))
                let odd = vector.value(
                    at: SweepPlace(offset: offset &+ 8, step: step &+ 1, above: above, colour: oddColour))
                evenSum = evenSum.adding(even, even)
                oddSum = oddSum.adding(odd, odd)
            }
        }
        return (evenSum + oddSum).sum()
    }
}

/// A vector that is computed, not stored. It may store others.
protocol SkewedExpression {
    func value(at place: SweepPlace) -> Lanes
}

private struct UpperProduct: SkewedExpression {
    var sweep: StencilSweep
    var z: UnsafePointer<Double>

    // The couplings of a solve have the other sign than those of a product.
    @inline(__always)
    func value(at place: SweepPlace) -> Lanes { -sweep.addingLater(-lanes(z, place.offset), z, place) }
}

private struct Residual: SkewedExpression {
    var sweep: StencilSweep
    var z: UnsafePointer<Double>
    var b: UnsafePointer<Double>
    private let s: Lanes
    private let own: Lanes

    init(sweep: StencilSweep, z: UnsafePointer<Double>, b: UnsafePointer<Double>) {
        (self.sweep, self.z, self.b) = (sweep, z, b)
        (s, own) = (Lanes(repeating: sweep.ω / sweep.diagonal), Lanes(repeating: -sweep.ω))
    }

    @inline(__always)
    func value(at place: SweepPlace) -> Lanes {
        sweep.addingAll((s * lanes(b, place.offset)).adding(own, lanes(z, place.offset)), z, place)
    }
}
