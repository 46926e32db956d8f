import Ansatz
import Glibc

extension Subject {
    /// What is not an answer does not pass: zeros, an answer with one value moved, and NaN.
    func checkRefusal() throws {
        switch try exercise(.small, context()) {
        case let work as StationaryExercise: try checkRefusal(work)
        case let work as TransientExercise: try checkRefusal(work)
        case let work as SequenceExercise: try checkRefusal(work)
        default: break
        }
    }

    private func checkRefusal(_ work: SequenceExercise) throws {
        let system = try work.system(0)
        for (what, wrong) in Self.wrongAnswers(for: try work.answer(to: system, 0)) {
            let residual = StepDefect(value: system.relativeResidual(of: wrong), step: 1)
            if try work.problem.certificate(worstResidual: residual).isValid {
                throw ContractViolation(
                    "its certificate passes for \(what), whose relative residual is \(residual.value)")
            }
        }
    }

    private func checkRefusal(_ work: StationaryExercise) throws {
        let answer = try work.answer()
        for (what, wrong) in Self.wrongAnswers(for: answer) {
            let certificate = try work.problem.certificate(of: wrong, work.system)
            if certificate.isValid {
                throw ContractViolation("its certificate passes for \(what): \(Self.text(certificate))")
            }
        }
    }

    private func checkRefusal(_ work: TransientExercise) throws {
        let start = try work.evolution.initialState()
        var end = start
        try work.step(&end, index: 0)
        let march = work.problem.march
        for (what, wrong) in Self.wrongAnswers(for: end) {
            let defect = try work.evolution.defect(
                of: wrong, from: start, time: march.start, step: march.step, scheme: work.scheme)
            guard let defect else { return }
            let certificate = try work.problem.certificate(of: wrong, worstDefect: StepDefect(value: defect, step: 1))
            if certificate.isValid {
                throw ContractViolation(
                    "its certificate passes for a step to \(what), whose defect it says is \(defect)")
            }
        }
    }

    private static func wrongAnswers(for answer: Tensor<Double>) -> [(String, Tensor<Double>)] {
        let values = answer.elements
        let size = values.map(\.magnitude).max() ?? 0
        func moved(_ value: Double) -> Tensor<Double> {
            var wrong = values
            if !wrong.isEmpty { wrong[wrong.count / 2] = value }
            return Tensor(wrong, shape: answer.shape)
        }
        var wrong = [
            ("an answer with one NaN", moved(.nan)),
            (
                "an answer with one value moved by a tenth",
                moved(
                    (values.isEmpty ? 0 : values[values.count / 2])
                        + max(size, 1e-3) / 10)
            ),
        ]
        if size > 0 { wrong.append(("zeros", Tensor(shape: answer.shape))) }
        return wrong
    }

    private static func text(_ certificate: Certificate) -> String {
        certificate.checks.map { "\($0.name) \($0.value) of at most \($0.limit)" }.joined(separator: ", ")
    }

    /// A statement's parts agree: products with its matrix are linear, symmetric where it says so, and those of its
    /// stencil; an implicit step belongs to the same equation as the rate of change.
    func checkConsistency() throws {
        switch try exercise(.small, context()) {
        case let work as StationaryExercise:
            try checkExtent(work.problem.extent(), unknowns: work.system.rightHandSide.count)
            try Self.checkMatrix(work.system)
        case let work as SequenceExercise:
            for index in 0..<work.calls {
                let system = try work.system(index)
                try checkExtent(work.problem.extent(), unknowns: system.rightHandSide.count)
                try Self.checkMatrix(system)
            }
        case let work as TransientExercise:
            let state = try work.evolution.initialState()
            try checkExtent(work.problem.extent(), unknowns: state.count)
            if let linear = work.evolution as? any LinearEvolution {
                let march = work.problem.march
                try Self.checkMatrix(
                    linear.implicitStep(from: state, time: march.start, step: march.step, theta: 0.5))
                try Self.checkImplicitStep(linear, state, time: march.start, step: march.step)
            }
        default: break
        }
    }

    private func checkExtent(_ extent: ProblemExtent, unknowns: Int) throws {
        guard extent.unknowns == unknowns else {
            throw ContractViolation("its extent says \(extent.unknowns) unknowns, its statement has \(unknowns)")
        }
    }

    private static func checkMatrix(_ system: any LinearSystem) throws {
        guard system.rightHandSide.shape == system.shape else {
            throw ContractViolation(
                "the right-hand side has shape \(system.rightHandSide.shape), the system \(system.shape)")
        }
        var random = RandomStream(seed: 7, stage: "contract", purpose: "matrix")
        func vector() -> Tensor<Double> {
            Tensor((0..<system.rightHandSide.count).map { _ in random.uniform() - 0.5 }, shape: system.shape)
        }
        func product(_ x: Tensor<Double>) -> [Double] {
            var y = Tensor<Double>(shape: system.shape)
            system.apply(x, into: &y)
            return y.elements
        }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let (x, y) = (vector(), vector())
        let (ax, ay) = (product(x), product(y))
        // Products of n terms round to about n ε of the sum of their sizes.
        let rounding = Double(ax.count + 10) * 1e-15
        let sum = product(Tensor(zip(x.elements, y.elements).map { $0 - 3 * $1 }, shape: system.shape))
        let drift = norm(zip(sum, zip(ax, ay).map { $0 - 3 * $1 }).map { $0 - $1 })
        guard drift <= rounding * (norm(ax) + 3 * norm(ay)) else {
            throw ContractViolation("A (x − 3 y) differs from A x − 3 A y by \(drift): apply is not linear")
        }
        if system.matrixClass != .general {
            let (left, right) = (dot(y.elements, ax), dot(x.elements, ay))
            guard abs(left - right) <= rounding * (norm(y.elements) * norm(ax) + norm(x.elements) * norm(ay)) else {
                throw ContractViolation("it says that A is symmetric, but yᵀA x = \(left) and xᵀA y = \(right)")
            }
        }
        if system.matrixClass == .symmetricPositiveDefinite, dot(x.elements, ax) <= 0 {
            throw ContractViolation("it says that A is positive definite, but xᵀA x = \(dot(x.elements, ax))")
        }
        if let system = system as? any StencilSystem {
            let own = ModelSystem.product(system.stencil, x).elements
            let difference = norm(zip(own, ax).map { $0 - $1 })
            guard difference <= rounding * norm(ax) else {
                throw ContractViolation("its stencil and its apply differ by \(difference / norm(ax)), relatively")
            }
        }
    }

    /// With L and g frozen, an explicit Euler step fulfils the θ-scheme up to θ Δt² L F: a quarter at half the step.
    private static func checkImplicitStep(
        _ evolution: any LinearEvolution, _ state: Tensor<Double>, time: Double, step: Double
    ) throws {
        func defect(_ step: Double) throws -> Double {
            let middle = time + step / 2
            var rate = Tensor<Double>(shape: state.shape)
            try evolution.rate(of: state, at: middle, into: &rate)
            let euler = Tensor(zip(state.elements, rate.elements).map { $0 + step * $1 }, shape: state.shape)
            return try evolution.implicitStep(from: state, time: time, step: step, theta: 0.5)
                .relativeResidual(of: euler)
        }
        // Small enough that the coefficients hardly change, large enough that rounding does not show.
        let errors = try [step / 16, step / 32].map(defect)
        guard errors[1] > 1e-12 else { return }
        let order = log2(errors[0] / errors[1])
        guard order > 1.5 else {
            throw ContractViolation(
                "its implicit step and its rate of change differ by order \((order * 100).rounded() / 100) of the step, "
                    + "not 2: they belong to different equations")
        }
    }
}
