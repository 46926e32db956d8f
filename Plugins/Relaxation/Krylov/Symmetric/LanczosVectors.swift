import Ansatz

/// The vectors of MINRES, as views into one workspace. Those that move on each step are exchanged, not copied.
struct LanczosVectors {
    typealias Vector = UnsafeMutableBufferPointer<Double>

    static let count = 9

    /// b − A x.
    let r: UnsafeMutableBufferPointer<Double>
    /// The Lanczos vector vₖ, of length 1 in the norm of M.
    let v: UnsafeMutableBufferPointer<Double>
    /// M⁻¹ yₖ; y itself where there is no preconditioner.
    let z: UnsafeMutableBufferPointer<Double>
    /// β M vₖ for three successive k: the new one first.
    private(set) var y: (Vector, Vector, Vector)
    /// The directions of x for three successive k: the new one first.
    private(set) var w: (Vector, Vector, Vector)

    init(_ vectors: Workspace) {
        (r, v, z) = (vectors[0], vectors[1], vectors[2])
        y = (vectors[3], vectors[4], vectors[5])
        w = (vectors[6], vectors[7], vectors[8])
    }

    /// Makes the oldest y the place of the next.
    mutating func shiftLanczos() { y = (y.2, y.0, y.1) }

    /// Makes the oldest direction the place of the next.
    mutating func shiftDirections() { w = (w.2, w.0, w.1) }

    /// w ← (v − ε w₋₂ − δ w₋₁)/γ and x ← x + φ w.
    func move(
        _ x: UnsafeMutableBufferPointer<Double>, ε: Double, δ: Double, γ: Double, φ: Double, _ threads: Threads
    ) {
        let inverse = 1 / γ
        let (new, last, before) = w
        threads.forEach(0..<x.count, grain: 4096) { block in
            for index in block {
                let direction = (v[index] - ε * before[index] - δ * last[index]) * inverse
                new[index] = direction
                x[index] += φ * direction
            }
        }
    }

    /// r ← s² r − a y/β, the residual by its own recurrence; returns ‖r‖².
    func moveResidual(s: Double, a: Double, _ threads: Threads) -> Double {
        let y = y.0
        let square = s * s
        threads.forEach(0..<r.count, grain: 4096) { block in
            for index in block { r[index] = square * r[index] - a * y[index] }
        }
        return dot(UnsafeBufferPointer(r), UnsafeBufferPointer(r), threads: threads)
    }
}
