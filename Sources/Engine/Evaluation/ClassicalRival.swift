import Ansatz

/// The classical solver at the model's error: the loosest tolerance of a fixed ladder at which its answers are as good as
/// the model's, and the time they take then.
struct ClassicalRival {
    /// 0.3, 0.1, 0.03, ..., 1e-12.
    static let ladder: [Double] = (1...12).flatMap { ["3e-\($0)", "1e-\($0)"].compactMap(Double.init) }

    private let solver: ConfiguredComponent
    private let posed: PosedSamples
    private let registry: Registry
    private let run: RunContext

    init(_ solver: ConfiguredComponent, of posed: PosedSamples, registry: Registry, _ run: RunContext) {
        self.solver = solver
        self.posed = posed
        self.registry = registry
        self.run = run
    }

    /// One sample to solve: its inputs, the truth, and what the model said.
    struct Trial {
        var inputs: [Field]
        var truth: Field
        var prediction: Field
    }

    struct Outcome {
        var modelError: Double
        /// `nil` where no tolerance makes the answers good enough.
        var solverError: Double?
        var tolerance: Double?
        var iterations = 0.0
        /// Of posing and solving, the median over the samples.
        var seconds = 0.0
    }

    func compare(_ trials: [Trial]) throws -> Outcome {
        var truths: [Tensor<Double>] = []
        var errors: [Double] = []
        for trial in trials {
            let posed = try self.posed.pose(trial.inputs)
            let truth = try posed.unknowns(of: trial.truth)
            errors.append(SampleScores.relativeL2(try posed.unknowns(of: trial.prediction), truth))
            truths.append(truth)
        }
        var outcome = Outcome(modelError: SampleScores.mean(errors))
        let hasTolerance = solver.entry.keys.contains { $0.name == "tolerance" }
        for tolerance in hasTolerance ? Self.ladder.map(Optional.some) : [nil] {
            guard let attempt = try solve(trials, truths, at: tolerance) else { continue }
            guard attempt.error <= outcome.modelError else { continue }
            (outcome.solverError, outcome.tolerance) = (attempt.error, tolerance)
            (outcome.iterations, outcome.seconds) = (attempt.iterations, attempt.seconds)
            break
        }
        return outcome
    }

    /// - Returns: `nil` where the solver does not get there.
    private func solve(
        _ trials: [Trial], _ truths: [Tensor<Double>], at tolerance: Double?
    ) throws -> (error: Double, iterations: Double, seconds: Double)? {
        let solver = try run.bind(ComponentChoice(try tolerance.map(configured) ?? self.solver))
        var (errors, seconds, iterations) = ([Double](), [Double](), 0)
        for (trial, truth) in zip(trials, truths) {
            if Interruption.isRequested { throw ComputationError.cancelled }
            let watch = Stopwatch()
            let system = try posed.pose(trial.inputs).system
            var solution = Tensor<Double>(shape: system.shape)
            do {
                iterations += try solver.solve(system, into: &solution).iterations
            } catch ComputationError.notConverged {
                return nil
            }
            seconds.append(watch.seconds)
            errors.append(SampleScores.relativeL2(solution, truth))
        }
        let count = Double(max(trials.count, 1))
        return (SampleScores.mean(errors), Double(iterations) / count, SampleScores.median(seconds))
    }

    /// The solver with another tolerance.
    private func configured(_ tolerance: Double) throws -> ConfiguredComponent {
        var options = solver.resolvedOptions
        options["tolerance"] = .number(tolerance)
        let decoder = OptionDecoder(registry: registry, baseDirectory: ".")
        let name = solver.entry.info.name
        let changed = ConfiguredComponent.decode(
            name, options: Setting(.object(options)), at: nil, as: .solver, with: decoder)
        guard let changed, decoder.diagnostics.isEmpty else {
            throw RunFailure(
                "solver '\(name)' can't be given the tolerance \(tolerance): "
                    + (decoder.diagnostics.first?.message ?? "it is not there"))
        }
        return changed
    }
}
