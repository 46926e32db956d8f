import Ansatz

/// A diffusion equation as it was posed: the system that solvers get, and what judges their answers.
struct PosedDiffusion {
    let discretization: BoxDiscretization
    let system: any DiffusionSystem
    let run: RunContext
    /// The fields that a sample would give, at all points.
    let given: [Field]
    var grid: BoxGrid { discretization.grid }

    init(_ discretization: BoxDiscretization, given: [Field] = [], coefficients: [Field] = [], _ run: RunContext) {
        self.discretization = discretization
        self.given = given
        self.run = run
        let isSingular = discretization.isSingular
        let bound = discretization.lowestEigenvalue
        let stencil = discretization.stencil
        // Walls whose coefficients are those inside: with values that can be made zero, this is the constant stencil of
        // which more methods know.
        if let constant = stencil.constantStencil, !isSingular {
            let system = ConstantStencilSystem(
                constant, axes: discretization.grid.unknownAxes, .symmetricPositiveDefinite,
                eigenvalueLowerBound: bound)
            system.rightHandSide = discretization.rightHandSide
            system.coefficientFields = coefficients
            self.system = system
        } else {
            let system = GridDiffusionSystem(
                stencil, axes: discretization.grid.unknownAxes,
                isSingular ? .symmetricPositiveSemidefinite : .symmetricPositiveDefinite,
                nullspace: isSingular ? .constants : .none, eigenvalueLowerBound: bound, threads: run.threads)
            system.rightHandSide = discretization.rightHandSide
            system.coefficientFields = coefficients
            self.system = system
        }
        if let incompatibility = discretization.incompatibility, incompatibility > 1e-2 {
            run.log(
                "no flux balances the sources: \(incompatibility) of the right-hand side (its mean) was taken off; the "
                    + "answer solves the equation with what is left")
        }
    }

    /// The values at all points: given ones on the walls, the answer elsewhere. Where the equation leaves a constant
    /// open, the mean over the volume is zero.
    func values(of solution: Tensor<Double>) -> Tensor<Double> {
        let shift = discretization.shift - mean(of: solution)
        var all = discretization.boundary.given
        solution.withBuffer { solution in
            all.withMutableBuffer { all in
                grid.forEachUnknownRow { unknown, point, count in
                    for index in 0..<count { all[point + index] = solution[unknown + index] + shift }
                }
            }
        }
        return all
    }

    /// What a singular system's answer has too much; 0 for others.
    private func mean(of values: Tensor<Double>) -> Double {
        guard discretization.isSingular else { return 0 }
        let weights = grid.weights
        let sum = dot(weights, values)
        return sum / weights.withBuffer { $0.reduce(0, +) }
    }

    func certificate(of solution: Tensor<Double>, limit: Double) -> Certificate {
        Certificate([
            .init(
                "residual", "relative residual of the linear system, recomputed by the problem",
                value: system.relativeResidual(of: solution), limit: limit)
        ])
    }

    static func metricNames(axes: Int, hasExact: Bool, isSingular: Bool) -> [String] {
        ["x", "y", "z"].prefix(axes).map { "d\($0)" } + (isSingular ? ["incompatibility"] : [])
            + ["error_bound", "relative_error_bound"] + (hasExact ? ["error_l2", "error_max"] : [])
    }

    /// The names of ``metricNames(axes:hasExact:isSingular:)`` with their values.
    func metrics(of solution: Tensor<Double>, exact: FieldSource<OverSpace>?) throws -> [Metric] {
        var metrics = grid.spacings
        if let incompatibility = discretization.incompatibility {
            metrics.append(Metric("incompatibility", incompatibility))
        }
        let bound = ErrorBound(of: solution, discretization, system)
        metrics += [Metric("error_bound", bound.value), Metric("relative_error_bound", bound.relative)]
        guard let exact else { return metrics }
        var differences = try grid.unknownValues(of: exact, run)
        solution.withBuffer { u in
            differences.withMutableBuffer { for index in u.indices { $0[index] -= u[index] + discretization.shift } }
        }
        // A constant that the equation leaves open is no error.
        let mean = mean(of: differences)
        if mean != 0 { differences.withMutableBuffer { for index in $0.indices { $0[index] -= mean } } }
        return differences.withBuffer { differences in
            metrics + [
                Metric("error_l2", norm2(differences) / Double(max(differences.count, 1)).squareRoot()),
                Metric("error_max", maximumMagnitude(differences)),
            ]
        }
    }
}

/// Keeps what a problem posed for the questions that follow.
final class PosedMemory {
    private var posed: PosedDiffusion?
    /// The coefficient at all points, where it is part of the result.
    var coefficient: PointValues?

    /// - Parameters:
    ///   - given: the fields that a sample would give.
    ///   - coefficients: those of them that the matrix is made of; all unless said otherwise.
    func pose(
        _ discretization: BoxDiscretization, given: [Field], coefficients: [Field]? = nil, _ run: RunContext
    ) -> any LinearSystem {
        let posed = PosedDiffusion(discretization, given: given, coefficients: coefficients ?? given, run)
        self.posed = posed
        return posed.system
    }

    func recall() throws -> PosedDiffusion {
        guard let posed else { throw ComputationError.unsuitable("the problem was not posed yet", help: nil) }
        return posed
    }
}
