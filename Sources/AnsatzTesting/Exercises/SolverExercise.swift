import Ansatz

/// A solver on systems with known answers.
struct SolverExercise: Exercise {
    private let solver: BoundSolver
    private let run: RunContext
    private let scale: WorkScale
    private let limit: Double

    /// - Parameter limit: the largest relative residual that an answer may have.
    init(
        _ component: ConfiguredComponent, _ scale: WorkScale, _ run: RunContext, limit: Double
    ) throws {
        // What the solver learned before is restored by the context that binds it.
        solver = try run.bind(ComponentChoice(component))
        self.run = run
        self.scale = scale
        self.limit = limit
    }

    var calls: Int {
        switch scale {
        case .small: 8
        case .threaded: 2
        case .hard: 1
        }
    }

    mutating func call(_ index: Int) throws -> Outcome {
        switch scale {
        case .hard(let side): return try solve(.hard(side, side))
        case .threaded: return try solve(index == 0 ? .easy(300, 301) : .anisotropic(301, 300))
        case .small: break
        }
        switch index {
        case 0: return try solve(.easy(9, 7))
        case 1: return try solve(.stiff(24, 17))
        case 2: return try solve(.anisotropic(12, 31))
        case 3: return try solve(.easy(1, 5))
        case 4: return try solve(.easy(1, 1))
        case 5: return try solve(.homogeneous(5, 6))
        case 6:
            // An answer as another solver gives it: no residual is exactly zero.
            let system = ModelSystem.easy(6, 5)
            return try solve(system, start: system.answer.map { $0.nextUp })
        default: return try solveGeneral()
        }
    }

    private func solve(_ system: ModelSystem, start: Tensor<Double>? = nil) throws -> Outcome {
        var x = start ?? Tensor(shape: system.shape)
        let report = try solver.solve(system, into: &x)
        let what = "of a system of shape \(system.shape)" + (start == nil ? "" : ", started at its answer")
        return Outcome(
            arrays: [("x", x)],
            numbers: [("the number of iterations", Double(report.iterations)), ("its own residual", report.residual)],
            checks: [
                .init("residual", "relative residual \(what)", value: system.residual(of: x), limit: limit)
            ])
    }

    /// A matrix that is not symmetric: solved, or refused as unsuitable.
    private func solveGeneral() throws -> Outcome {
        let system = ModelGeneralSystem(count: 40)
        var x = Tensor<Double>(shape: system.shape)
        do {
            let report = try solver.solve(system, into: &x)
            return Outcome(
                arrays: [("x", x)], numbers: [("the number of iterations", Double(report.iterations))],
                checks: [
                    .init(
                        "residual", "relative residual of the answer for a matrix that is not symmetric",
                        value: system.residual(of: x), limit: limit)
                ])
        } catch ComputationError.unsuitable {
            return Outcome()
        }
    }

    func saved() throws -> SavedWork { SavedWork(bound: try run.snapshots()) }
}
