import Ansatz

/// Conjugate gradients preconditioned by symmetric successive over-relaxation.
///
/// With A = D + L + Lᵀ in the natural (row-major) ordering, the preconditioner is
///
///     M = (D + ωL)ᵀ D⁻¹ (D + ωL) / (ω (2 − ω)),
///
/// the backward factor solved first; L holds the couplings with the points that come earlier in `ordering`. Stop rule and
/// start as for `cg`. The iteration count depends on ω; at ω = 1 it is symmetric Gauss-Seidel, larger values pay on stiff
/// systems in the natural ordering. In the red-black ordering ω = 1 is best, and takes more iterations.
///
/// The two forms give the same iterates but for rounding; Eisenstat's needs no products with A.
///
/// Good values: tolerance 1e-8, ω from 1 to 1.95.
struct SSORConjugateGradients: Solver {
    enum Form: String, OptionChoice {
        case eisenstat, plain
    }

    struct Options: KrylovOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000
        var omega = 1.0
        var ordering = SweepOrdering.natural
        var form = Form.eisenstat

        static let keys: [Key<Self>] =
            krylovKeys + [
                Key(
                    tunable: "omega", \.omega, unit: "1", range: .open(0, 2), proposals: 1...1.95,
                    scale: .logarithmicBelow(2),
                    help: "relaxation factor of the preconditioner; 1 is safe, 1.4 to 1.9 suits stiff systems"),
                Key(
                    "ordering", \.ordering,
                    help: "natural needs fewer iterations; red_black takes every second point first"),
                Key("form", \.form, help: "eisenstat is faster; plain multiplies by A, and serves as a check"),
            ]
    }

    static let info = ComponentInfo(
        "ssor_cg", "Conjugate gradients with an SSOR preconditioner",
        references: [
            Reference(
                .article, ["O. Axelsson"], "A generalized SSOR method", in: "BIT", volume: "12", pages: "443–467",
                year: 1972),
            Reference(
                .article, ["S. C. Eisenstat"],
                "Efficient implementation of a class of preconditioned conjugate gradient methods",
                in: "SIAM J. Sci. Stat. Comput.", volume: "2", pages: "1–4", year: 1981, doi: "10.1137/0902001"),
            .learningToRelax,
        ])

    var options = Options()
    private var iteration = EisenstatIteration()
    private var plainIteration = ConjugateGradientIteration()
    private var plainVectors: SkewedVectors?

    mutating func solve(
        _ system: any StencilSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        switch options.form {
        case .eisenstat:
            return try iteration.solve(
                system, into: &solution, ω: options.omega, options.ordering, method: Self.info.name,
                tolerance: options.tolerance, limit: options.maxIterations, run)
        case .plain:
            let stencil = system.stencil
            let vectors = SkewedVectors.fitting(stencil, 2, from: plainVectors)
            plainVectors = nil
            let sweep = StencilSweep(stencil, ω: options.omega, options.ordering, vectors)
            let report = try plainIteration.solve(
                system, into: &solution, SSORPreconditioner(sweep: sweep, vectors: vectors), method: Self.info.name,
                tolerance: options.tolerance, limit: options.maxIterations, run)
            plainVectors = vectors
            return report
        }
    }
}

/// The two triangular solves of SSOR for a constant stencil.
struct SSORPreconditioner: SymmetricPreconditioner {
    var sweep: StencilSweep
    /// Two vectors.
    var vectors: SkewedVectors

    /// Two solves, each a scaling, a product and a sum for either neighbour that comes earlier, and a sum of squares.
    var operationsPerUnknown: Double { 14 }

    /// z = ω (2 − ω)/d (I + ωD⁻¹L)⁻¹ (I + ωD⁻¹Lᵀ)⁻¹ r.
    func apply(_ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>) {
        let (given, solved) = (vectors[0], vectors[1])
        sweep.grid.pack(r, into: given)
        _ = sweep.backward(SweptVector(solved, sweep.grid), TriangularSolve(source: given, scale: 1))
        let scale = sweep.ω * (2 - sweep.ω) / sweep.diagonal
        _ = sweep.forward(SweptVector(given, sweep.grid), TriangularSolve(source: solved, scale: scale))
        sweep.grid.unpack(given, into: z, adding: false)
    }
}
