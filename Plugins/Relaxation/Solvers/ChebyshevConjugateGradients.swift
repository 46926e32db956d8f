import Ansatz

/// Conjugate gradients preconditioned by a Chebyshev polynomial in D⁻¹A.
///
/// z is what `degree` steps of the Chebyshev iteration for D⁻¹A z = D⁻¹r make of a zero start: a polynomial of that
/// degree in D⁻¹A, applied to D⁻¹r, positive on the eigenvalues of D⁻¹A, so that the preconditioner is symmetric and
/// positive definite. For a constant stencil the extreme eigenvalues are known exactly:
///
///     1 ± 2 (|w| cos(π/(columns + 1)) + |v| cos(π/(rows + 1))) / d.
///
/// Degree 0 is plain conjugate gradients, as the diagonal is constant. Each degree costs a product with A more in an
/// iteration and saves iterations and inner products: about (degree + 1) times fewer iterations, at most. Stop rule and
/// start as for `cg`.
///
/// Good values: tolerance 1e-8, degree from 1 to 8.
struct ChebyshevConjugateGradients: Solver {
    struct Options: KrylovOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000
        var degree = 3

        static let keys: [Key<Self>] =
            krylovKeys + [
                Key(
                    tunable: "degree", \.degree, range: .closed(0, 1000), proposals: 0...15,
                    help: "degree of the preconditioner's polynomial; 0 is plain cg, 1 to 8 suits stiff systems")
            ]
    }

    static let info = ComponentInfo(
        "chebyshev_cg", "Conjugate gradients with a Chebyshev polynomial as preconditioner",
        references: [
            Reference(
                .book, ["Y. Saad"], "Iterative Methods for Sparse Linear Systems, section 12.3", in: "SIAM",
                year: 2003, doi: "10.1137/1.9780898718003"),
            Reference(
                .article, ["O. G. Johnson", "C. A. Micchelli", "G. Paul"],
                "Polynomial preconditioners for conjugate gradient calculations", in: "SIAM J. Numer. Anal.",
                volume: "20", pages: "362–376", year: 1983, doi: "10.1137/0720025"),
        ])

    var options = Options()
    private var iteration = ConjugateGradientIteration()
    private var vectors: SkewedVectors?

    mutating func solve(
        _ system: any StencilSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        let vectors = SkewedVectors.fitting(system.stencil, 3, from: vectors)
        self.vectors = nil
        let sweep = StencilSweep(system.stencil, ω: 1, .natural, vectors)
        guard sweep.radius < 1 else {
            throw ComputationError.unsuitable(
                "\(Self.info.name) needs a positive definite matrix, and this stencil has an eigenvalue of at most 0",
                help: "choose a solver for general matrices")
        }
        let report = try iteration.solve(
            system, into: &solution, ChebyshevPreconditioner(sweep: sweep, vectors: vectors, degree: options.degree),
            method: Self.info.name, tolerance: options.tolerance, limit: options.maxIterations, run)
        self.vectors = vectors
        return report
    }
}

/// The polynomial, by its three-term recurrence.
private struct ChebyshevPreconditioner: SymmetricPreconditioner {
    /// With ω = 1, so that its couplings are those of I − D⁻¹A.
    var sweep: StencilSweep
    /// Three vectors.
    var vectors: SkewedVectors
    var degree: Int

    /// A scaling; then for each degree D⁻¹(r − A z) takes 1 + 4 · 2, the rest of z 1 + 2 + 2.
    var operationsPerUnknown: Double { 1 + 14 * Double(steps) }

    /// For a diagonal matrix the first step is exact.
    private var steps: Int { sweep.radius == 0 ? 0 : degree }

    func apply(_ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>) {
        // The eigenvalues lie in [1 − δ, 1 + δ].
        let δ = sweep.radius
        let (grid, scaled) = (sweep.grid, vectors[0])
        var (latest, before) = (vectors[1], vectors[2])
        grid.pack(r, into: scaled)
        sweep.compute(FirstStep(r: scaled, z: latest, before: before, inverse: 1 / sweep.diagonal))
        var ρ = δ
        for _ in 0..<steps {
            let next = 1 / (2 / δ - ρ)
            sweep.compute(
                ChebyshevStep(
                    sweep: sweep, r: scaled, z: latest, before: before, momentum: next * ρ, relaxation: 2 * next / δ))
            (latest, before, ρ) = (before, latest, next)
        }
        grid.unpack(latest, into: z, adding: false)
    }
}

/// r ← D⁻¹r, z = r after z = 0.
private struct FirstStep: SkewedExpression {
    var r: UnsafeMutablePointer<Double>
    var z: UnsafeMutablePointer<Double>
    var before: UnsafeMutablePointer<Double>
    var inverse: Double

    @inline(__always)
    func value(at place: SweepPlace) -> Lanes {
        let value = inverse * lanes(r, place.offset)
        store(value, r, place.offset)
        store(value, z, place.offset)
        store(.zero, before, place.offset)
        return value
    }
}

/// z + momentum · (z − before) + relaxation · (r − D⁻¹A z), in the place of `before`.
private struct ChebyshevStep: SkewedExpression {
    private let sweep: StencilSweep
    private let r: UnsafePointer<Double>
    private let z: UnsafePointer<Double>
    private let before: UnsafeMutablePointer<Double>
    private let momentum: Lanes
    private let relaxation: Lanes

    init(
        sweep: StencilSweep, r: UnsafePointer<Double>, z: UnsafePointer<Double>,
        before: UnsafeMutablePointer<Double>, momentum: Double, relaxation: Double
    ) {
        (self.sweep, self.r, self.z, self.before) = (sweep, r, z, before)
        (self.momentum, self.relaxation) = (Lanes(repeating: momentum), Lanes(repeating: relaxation))
    }

    @inline(__always)
    func value(at place: SweepPlace) -> Lanes {
        let own = lanes(z, place.offset)
        let residual = sweep.addingAll(lanes(r, place.offset) - own, z, place)
        let value = own.adding(momentum, own - lanes(before, place.offset)).adding(relaxation, residual)
        store(value, before, place.offset)
        return value
    }
}
