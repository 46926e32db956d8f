/// One sweep of over-relaxation, x ← (1 − ω) x + (ω/d) b + couplings, in place.
struct RelaxationKernel: SweepKernel {
    var sweep: StencilSweep
    var b: UnsafePointer<Double>
    var x: UnsafePointer<Double>
    private let s: Lanes
    private let old: Lanes

    init(_ sweep: StencilSweep, b: UnsafePointer<Double>, x: UnsafePointer<Double>) {
        (self.sweep, self.b, self.x) = (sweep, b, x)
        s = Lanes(repeating: sweep.ω / sweep.diagonal)
        old = Lanes(repeating: 1 - sweep.ω)
    }

    @inline(__always)
    func known(_ place: SweepPlace) -> Lanes {
        let own = (s * lanes(b, place.offset)).adding(old, lanes(x, place.offset))
        return sweep.addingLater(own, x, place)
    }

    @inline(__always)
    func finish(_ place: SweepPlace, _ value: Lanes) -> (Lanes, Lanes) { (.zero, .zero) }
}
