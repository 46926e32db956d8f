import CLanes

/// Eight numbers of a skewed vector.
typealias Lanes = SIMD8<Double>

extension Lanes {
    /// self + a b, rounded once.
    @inline(__always)
    func adding(_ a: Lanes, _ b: Lanes) -> Lanes { ansatz_multiply_add(a, b, self) }
}

@inline(__always)
func lanes(_ z: UnsafePointer<Double>, _ offset: Int) -> Lanes {
    UnsafeRawPointer(z + offset).load(as: Lanes.self)
}

@inline(__always)
func store(_ value: Lanes, _ z: UnsafeMutablePointer<Double>, _ offset: Int) {
    UnsafeMutableRawPointer(z + offset).storeBytes(of: value, as: Lanes.self)
}
