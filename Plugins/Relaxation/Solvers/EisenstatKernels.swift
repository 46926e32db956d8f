/// t = W⁻¹ r̂ + β t; the sum is that of −tᵀ(W − (1 − ω/2) I) t.
struct Directions: SweepKernel {
    private let sweep: StencilSweep
    private let r: UnsafePointer<Double>
    private let t: UnsafeMutablePointer<Double>
    private let β: Lanes
    private let own: Lanes

    init(_ sweep: StencilSweep, r: UnsafePointer<Double>, t: UnsafeMutablePointer<Double>, β: Double) {
        (self.sweep, self.r, self.t) = (sweep, r, t)
        (self.β, own) = (Lanes(repeating: β), Lanes(repeating: -sweep.ω / 2))
    }

    @inline(__always)
    func known(_ place: SweepPlace) -> Lanes { lanes(r, place.offset) }

    @inline(__always)
    func finish(_ place: SweepPlace, _ value: Lanes) -> (Lanes, Lanes) {
        let direction = value.adding(β, lanes(t, place.offset))
        store(direction, t, place.offset)
        return (direction, sweep.addingEarlier(own * direction, t, place))
    }
}

/// −y = W⁻ᵀ((1 − ω) t − (W − I) t), the correction's step along t, and r̂'s along t + y; the sum is ‖r̂‖².
struct Updates: SweepKernel {
    private let sweep: StencilSweep
    private let t: UnsafePointer<Double>
    private let r: UnsafeMutablePointer<Double>
    private let correction: UnsafeMutablePointer<Double>
    private let own: Lanes
    private let step: Lanes
    private let descent: Lanes

    init(
        _ sweep: StencilSweep, t: UnsafePointer<Double>, r: UnsafeMutablePointer<Double>,
        correction: UnsafeMutablePointer<Double>, step: Double
    ) {
        (self.sweep, self.t, self.r, self.correction) = (sweep, t, r, correction)
        own = Lanes(repeating: 1 - sweep.ω)
        self.step = Lanes(repeating: step)
        descent = Lanes(repeating: -step * sweep.diagonal / sweep.ω)
    }

    @inline(__always)
    func known(_ place: SweepPlace) -> Lanes {
        sweep.addingEarlier(own * lanes(t, place.offset), t, place)
    }

    @inline(__always)
    func finish(_ place: SweepPlace, _ value: Lanes) -> (Lanes, Lanes) {
        let direction = lanes(t, place.offset)
        store(lanes(correction, place.offset).adding(step, direction), correction, place.offset)
        let residual = lanes(r, place.offset).adding(descent, direction - value)
        store(residual, r, place.offset)
        return (residual, residual)
    }
}
