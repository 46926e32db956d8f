import Ansatz
import Glibc

extension Subject {
    /// At good values every result is a finite number, and so is what is reported of it.
    func checkFiniteResults() throws {
        for (index, outcome) in try outcomes(.small).enumerated() {
            if let fault = outcome.firstNonFinite { throw ContractViolation("call \(index + 1): \(fault)") }
        }
    }

    /// At good values every result keeps the limits that the suite or the problem checks.
    func checkCertificate() throws {
        for outcome in try outcomes(.small) { try Self.requirePassing(outcome.checks) }
    }

    /// A tuner never proposes what it did not announce.
    func checkProposals() throws {
        var tuner = try TunerExercise(configured(), context(), saved: nil)
        for index in 0..<tuner.calls { try Self.requirePassing(tuner.call(index).checks) }
    }

    private static func requirePassing(_ checks: [Certificate.Check]) throws {
        for check in checks where !check.passes {
            throw ContractViolation("\(check.meaning) is \(check.value), at most \(check.limit) is accepted")
        }
    }

    /// The order of an integrator, between halved steps: once on a linear equation, and on a nonlinear one where the
    /// integrator takes any. A pair of steps counts while the finer error stands well above rounding.
    func checkIntegratorOrder() throws {
        try checkIntegratorOrder("a linear equation", ModelEvolution(rows: 5, columns: 4)) { $0.solution(at: $1) }
        if entry.takes == .evolution {
            try checkIntegratorOrder("logistic growth", ModelGrowth()) { $0.solution(at: $1) }
        }
    }

    private func checkIntegratorOrder<E: EvolutionProblem>(
        _ what: String, _ evolution: E, _ solution: (E, Double) -> Tensor<Double>
    ) throws {
        var declared = values.order
        var errors: [Double] = []
        let end = 1.0
        for count in [8, 16, 32, 64, 128] {
            let run = context()
            var integrator = try IntegratorExercise.prepared(configured(), run)
            if declared == nil { declared = integrator.scheme.order }
            var state = try evolution.initialState()
            let step = end / Double(count)
            for index in 0..<count {
                _ = try advance(
                    &integrator, &state, of: evolution, time: Double(index) * step, step: step, run)
            }
            let exact = solution(evolution, end).elements
            errors.append(norm(zip(state.elements, exact).map { $0 - $1 }) / norm(exact))
        }
        try Self.requireOrder(declared ?? 0, errors, ratio: 2, what: "the error after one unit of time of \(what)")
    }

    /// The order of a problem's discretization, by the error metric that it computes against an exact solution.
    func checkProblemOrder() throws {
        guard let study = values.refinement else { return }
        let errors = try study.levels.map { level -> Double in
            let run = context()
            let metrics: [Metric]
            switch try exercise(.small, run, changes: level.object ?? [:]) {
            case let work as StationaryExercise: metrics = try work.problem.metrics(of: work.answer())
            case let work as TransientExercise:
                let count = work.problem.march.count
                metrics = try work.problem.metrics(of: work.march(count).state, at: work.problem.march.time(count))
            default: metrics = []
            }
            guard let error = metrics.first(where: { $0.name == study.metric }) else {
                throw ContractViolation(
                    "there is no metric '\(study.metric)' at the good values",
                    help: "name the exact solution in them; the metrics are "
                        + Suggestion.list(metrics.map(\.name)))
            }
            return error.value
        }
        try Self.requireOrder(study.order, errors, ratio: study.ratio, what: "'\(study.metric)'")
    }

    /// Below this relative error, rounding and the tolerances of nested solvers hide the order.
    private static let floor = 1e-11
    /// How far the observed order may stay below the declared one: its next term at these steps.
    private static let orderSlack = 0.25

    private static func requireOrder(_ declared: Double, _ errors: [Double], ratio: Double, what: String) throws {
        guard errors.allSatisfy(\.isFinite) else {
            throw ContractViolation("\(what) is not finite for some step or grid: \(errors)")
        }
        let pairs = zip(errors, errors.dropFirst()).filter { $0.1 > floor }
        // All errors but the first at rounding: nothing can be said against the order.
        guard let (coarse, fine) = pairs.last.map({ ($0.0, $0.1) }) else { return }
        let observed = log(coarse / fine) / log(ratio)
        guard observed >= declared - orderSlack else {
            let shown = errors.map { "\(Float($0))" }.joined(separator: ", ")
            throw ContractViolation(
                "\(what) falls with order \((observed * 100).rounded() / 100), declared is \(declared): errors \(shown)"
            )
        }
    }
}

extension StepScheme {
    /// The order that the scheme has.
    fileprivate var order: Double {
        switch self {
        case .theta(let θ): θ == 0.5 ? 2 : 1
        case .explicit(let order): Double(order)
        }
    }
}
