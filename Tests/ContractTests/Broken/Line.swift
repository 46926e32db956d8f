import Ansatz
import Glibc

/// −u″ = f on (0, 1) with f = π² sin πx and zero ends, so u = sin πx, with or without a flaw.
struct Line<Kind: FlawKind>: StationaryProblem {
    struct Options: ComponentOptions {
        var cells = 16
        static var keys: [Key<Self>] { [Key("cells", \.cells, range: .closed(3, 10_000), help: "cells")] }
    }

    static var info: ComponentInfo { ComponentInfo("line", "Poisson's equation on a line") }
    static var offers: [StatementKind] { [.linearSystem] }

    var options = Options()
    private var n: Int { options.cells - 1 }
    private var h: Double { 1 / Double(options.cells) }

    func extent() -> ProblemExtent {
        ProblemExtent(unknowns: n + (Kind.flaw == .wrongExtent ? 2 : 0), memory: 100 * n, frameBytes: ["u": 8 * n])
    }

    func system(_ run: RunContext) -> any LinearSystem { LineSystem(n, h, isSkewed: Kind.flaw == .notSymmetric) }

    private func exact(_ index: Int) -> Double { sin(.pi * h * Double(index + 1)) }

    func fields(of solution: Tensor<Double>) throws -> [Field] {
        [try Field("u", axes: [Axis("x", .uniform(first: h, spacing: h, count: n))], solution)]
    }

    func certificate(of solution: Tensor<Double>, _ system: any LinearSystem) -> Certificate {
        let limit = Kind.flaw == .certifiesAll ? Double.infinity : Kind.flaw == .certifiesNone ? 1e-30 : 1e-6
        let residual = system.relativeResidual(of: solution)
        return Certificate([
            .init("residual", "residual", value: Kind.flaw == .certifiesAll ? 0 : residual, limit: limit)
        ])
    }

    func metrics(of solution: Tensor<Double>) -> [Metric] {
        let errors = solution.elements.enumerated().map { abs($0.element - exact($0.offset)) }
        return [Metric("error_max", (errors.max() ?? 0) + (Kind.flaw == .firstOrder ? h : 0))]
    }
}

private final class LineSystem: LinearSystem {
    let shape: [Int]
    let rightHandSide: Tensor<Double>
    private let scale: Double
    private let skew: Double

    init(_ n: Int, _ h: Double, isSkewed: Bool) {
        shape = [n]
        scale = 1 / (h * h)
        skew = isSkewed ? 0.3 : 0
        rightHandSide = Tensor((0..<n).map { Double.pi * Double.pi * sin(.pi * h * Double($0 + 1)) })
    }

    var matrixClass: MatrixClass { .symmetricPositiveDefinite }

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        for i in x.indices {
            let (left, right) = (i > 0 ? x[i - 1] : 0, i + 1 < x.count ? x[i + 1] : 0)
            y[i] = scale * (2 * x[i] - left - (1 - skew) * right)
        }
    }
}

/// du/dt = −u + 1 for each of four values, with or without a flaw.
struct Decay<Kind: FlawKind>: TransientProblem {
    static var info: ComponentInfo { ComponentInfo("decay", "Exponential decay") }
    static var offers: [StatementKind] { [.linearEvolution] }

    var options = NoOptions()

    func extent() -> ProblemExtent { ProblemExtent(unknowns: 4, memory: 1000, frameBytes: ["u": 32]) }
    var march: March { March(step: 0.1, count: 20) }
    func evolution(_ run: RunContext) -> any EvolutionProblem {
        DecayEvolution(rate: Kind.flaw == .otherEquation ? 2 : 1)
    }

    func fields(of state: Tensor<Double>, at time: Double) throws -> [Field] {
        [try Field("u", axes: [.index("number", count: 4, role: .component)], state)]
    }

    func certificate(of state: Tensor<Double>, worstDefect: StepDefect) -> Certificate {
        Certificate([
            .init(
                "defect", "defect", value: Kind.flaw == .certifiesAll ? 0 : worstDefect.value,
                limit: Kind.flaw == .certifiesNone ? 1e-30 : 1e-6)
        ])
    }

    func metrics(of state: Tensor<Double>, at time: Double) -> [Metric] { [] }
}

private final class DecayEvolution: LinearEvolution {
    /// Of the explicit form; the implicit one has 1.
    let decay: Double

    init(rate: Double) { decay = rate }

    func initialState() -> Tensor<Double> { Tensor([0, 0.5, 2, 3]) }

    func rate(of state: Tensor<Double>, at time: Double, into rate: inout Tensor<Double>) {
        rate = Tensor(state.elements.map { 1 - decay * $0 })
    }

    func implicitStep(
        from state: Tensor<Double>, time: Double, step: Double, theta: Double
    ) -> any LinearSystem {
        DiagonalSystem(1 + theta * step, Tensor(state.elements.map { (1 - (1 - theta) * step) * $0 + step }))
    }

    func defect(
        of new: Tensor<Double>, from old: Tensor<Double>, time: Double, step: Double, scheme: StepScheme
    ) -> Double? {
        guard case .theta(let θ) = scheme else { return nil }
        return implicitStep(from: old, time: time, step: step, theta: θ).relativeResidual(of: new)
    }
}

final class DiagonalSystem: LinearSystem {
    let diagonal: Double
    let rightHandSide: Tensor<Double>

    init(_ diagonal: Double, _ rightHandSide: Tensor<Double>) {
        self.diagonal = diagonal
        self.rightHandSide = rightHandSide
    }

    var shape: [Int] { rightHandSide.shape }
    var matrixClass: MatrixClass { .symmetricPositiveDefinite }

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        for index in x.indices { y[index] = diagonal * x[index] }
    }
}
