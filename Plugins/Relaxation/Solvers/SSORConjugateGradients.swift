import Ansatz

/// Conjugate gradients preconditioned by symmetric successive over-relaxation.
///
/// With A = D + L + Lᵀ in the natural (row-major) ordering, the preconditioner is
///
///     M = (D + ωL)ᵀ D⁻¹ (D + ωL) / (ω (2 − ω)),
///
/// the backward factor solved first. Stop rule and start as for `cg`. The iteration count depends on ω; at ω = 1 it is
/// symmetric Gauss-Seidel, larger values pay on stiff systems.
///
/// Good values: tolerance 1e-8, ω from 1 to 1.95.
struct SSORConjugateGradients: Solver {
    struct Options: ComponentOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000
        var omega = 1.0

        static let keys: [Key<Self>] = [
            Key(
                "tolerance", \.tolerance, unit: "1", range: .open(0, 1),
                help: "stop when |r| <= tolerance * |b|; 1e-8 is common"),
            Key("max_iterations", \.maxIterations, range: .atLeast(1), help: "iterations after which the solve fails"),
            Key(
                tunable: "omega", \.omega, unit: "1", range: .open(0, 2), proposals: 1...1.95,
                scale: .logarithmicBelow(2),
                help: "relaxation factor of the preconditioner; 1 is safe, 1.4 to 1.9 suits stiff systems"),
        ]
    }

    static let info = ComponentInfo(
        "ssor_cg", "Conjugate gradients with an SSOR preconditioner",
        references: [
            Reference(
                .article, ["O. Axelsson"], "A generalized SSOR method", in: "BIT", volume: "12", pages: "443–467",
                year: 1972),
            .learningToRelax,
        ])

    var options = Options()
    private var iteration = ConjugateGradientIteration()

    mutating func solve(
        _ system: any StencilSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        try iteration.solve(
            system, into: &solution, SSORPreconditioner(stencil: system.stencil, ω: options.omega),
            method: Self.info.name, tolerance: options.tolerance, limit: options.maxIterations, run)
    }
}

/// The two triangular solves of SSOR for a constant stencil.
struct SSORPreconditioner: Preconditioner {
    var stencil: ConstantStencil
    var ω: Double

    /// u = (D + ωLᵀ)⁻¹ r, then z = ω (2 − ω) (D + ωL)⁻¹ D u.
    func apply(_ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>) {
        guard let r = r.baseAddress, let z = z.baseAddress else { return }
        let (rows, columns) = (stencil.rows, stencil.columns)
        let d = stencil.diagonal
        let w = -ω * stencil.alongRow / d
        let v = -ω * stencil.acrossRows / d
        for row in stride(from: rows - 1, through: 0, by: -1) {
            let (source, target) = (r + row * columns, z + row * columns)
            let below = row < rows - 1 ? target + columns : nil
            backward(source, target, below, columns, scale: 1 / d, w, v)
        }
        let scale = ω * (2 - ω)
        for row in 0..<rows {
            let target = z + row * columns
            let above = row > 0 ? target - columns : nil
            forward(target, above, columns, scale: scale, w, v)
        }
    }

    /// One row from right to left: zⱼ = s rⱼ + v z_below + w zⱼ₊₁.
    private func backward(
        _ r: UnsafePointer<Double>, _ z: UnsafeMutablePointer<Double>, _ below: UnsafeMutablePointer<Double>?,
        _ columns: Int, scale s: Double, _ w: Double, _ v: Double
    ) {
        var right = 0.0
        if let below {
            for j in stride(from: columns - 1, through: 0, by: -1) {
                right = (s * r[j]).addingProduct(v, below[j]).addingProduct(w, right)
                z[j] = right
            }
        } else {
            for j in stride(from: columns - 1, through: 0, by: -1) {
                right = (s * r[j]).addingProduct(w, right)
                z[j] = right
            }
        }
    }

    /// One row from left to right, in place: zⱼ = s zⱼ + v z_above + w zⱼ₋₁.
    private func forward(
        _ z: UnsafeMutablePointer<Double>, _ above: UnsafeMutablePointer<Double>?, _ columns: Int, scale s: Double,
        _ w: Double, _ v: Double
    ) {
        var left = 0.0
        if let above {
            for j in 0..<columns {
                left = (s * z[j]).addingProduct(v, above[j]).addingProduct(w, left)
                z[j] = left
            }
        } else {
            for j in 0..<columns {
                left = (s * z[j]).addingProduct(w, left)
                z[j] = left
            }
        }
    }
}
