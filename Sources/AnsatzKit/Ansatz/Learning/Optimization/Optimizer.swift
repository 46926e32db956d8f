import CLearning

/// Adam in its forms, over the flat vector of all parameters.
///
/// m ← m + (1 - β₁)(g - m), v ← β₂ v + (1 - β₂) g², w ← w - η m̂ / (√v̂ + ε) with m̂ = m/(1 - β₁ᵗ), v̂ = v/(1 - β₂ᵗ).
/// Weight decay λ is added to the gradient (`adam`) or shrinks the weight by 1 - ηλ (`adamw`). The vector is cut into
/// fixed pieces that threads share, so that their number changes no bit.
public final class Optimizer<Scalar: TensorScalar> {
    /// What does not change from step to step.
    public struct Settings: Hashable, Sendable {
        public var kind = OptimizerKind.adamw
        public var complexMoments = ComplexMoments.separate
        public var beta1 = 0.9
        public var beta2 = 0.999
        public var epsilon = 1e-8
        public var weightDecay = 0.0
        /// The norm that a gradient is shortened to where it is longer; none where `nil`.
        public var clip: Double?

        public init() {}
    }

    public let settings: Settings
    /// Steps made.
    public private(set) var step = 0
    private let parameters: Parameters<Scalar>
    private let m: UnsafeMutableBufferPointer<Scalar>
    private let v: UnsafeMutableBufferPointer<Scalar>
    private let pieces: [Piece]

    /// A part of the vector that one call of the kernel treats.
    private struct Piece {
        var range: Range<Int>
        /// As in ``Parameters/Entry/complexRun``, where both parts have one moment.
        var jointRun: Int?
    }

    private static var grain: Int { 1 << 16 }

    public init(_ settings: Settings, of parameters: Parameters<Scalar>) {
        self.settings = settings
        self.parameters = parameters
        m = AlignedBlock.allocate(parameters.values.count)
        v = AlignedBlock.allocate(parameters.values.count)
        var pieces: [Piece] = []
        func cut(_ range: Range<Int>, by grain: Int, run: Int?) {
            for start in stride(from: range.lowerBound, to: range.upperBound, by: grain) {
                pieces.append(Piece(range: start..<min(start + grain, range.upperBound), jointRun: run))
            }
        }
        var plain = 0
        if settings.complexMoments == .joint {
            for entry in parameters.entries {
                guard let run = entry.complexRun, run > 0 else { continue }
                cut(plain..<entry.range.lowerBound, by: Self.grain, run: nil)
                cut(entry.range, by: max(Self.grain / (2 * run), 1) * 2 * run, run: run)
                plain = entry.range.upperBound
            }
        }
        cut(plain..<parameters.values.count, by: Self.grain, run: nil)
        self.pieces = pieces
    }

    deinit {
        AlignedBlock.free(m)
        AlignedBlock.free(v)
    }

    /// The Euclidean norm of a gradient, the same for any number of threads.
    public func norm(of gradient: UnsafeBufferPointer<Scalar>, threads: Threads = .one) -> Double {
        guard let base = gradient.baseAddress else { return 0 }
        return threads.paying(for: gradient.count).sum(0..<gradient.count, grain: Self.grain) { block in
            LearningKernels.squareSum(block.count, base + block.lowerBound)
        }.squareRoot()
    }

    /// Moves the parameters against a gradient.
    ///
    /// - Parameters:
    ///   - gradient: in the order of ``Parameters/values``.
    ///   - rate: η of this step.
    /// - Returns: whether all parameters are finite afterwards.
    public func advance(_ gradient: UnsafeBufferPointer<Scalar>, rate: Double, threads: Threads = .one) -> Bool {
        precondition(gradient.count == parameters.values.count, "a gradient of another network")
        guard let g = gradient.baseAddress, let p = parameters.values.baseAddress, let m = m.baseAddress,
            let v = v.baseAddress
        else { return true }
        step += 1
        var constants = constants(rate: rate)
        if let clip = settings.clip {
            // As PyTorch's clip_grad_norm_ does it.
            constants.scale = min(1, clip / (norm(of: gradient, threads: threads) + 1e-6))
        }
        let bad = threads.paying(for: gradient.count).sum(0..<pieces.count, grain: 1) { run -> Double in
            var bad = 0.0
            for index in run {
                let (start, count) = (pieces[index].range.lowerBound, pieces[index].range.count)
                let isFinite = LearningKernels.adam(
                    &constants, count, pieces[index].jointRun, p + start, g + start, m + start, v + start)
                if !isFinite { bad += 1 }
            }
            return bad
        }
        return bad == 0
    }

    private func constants(rate: Double) -> ansatz_adam {
        // βᵗ by repeated multiplication would drift; pow is exact to an ulp or so.
        let bias1 = 1 - power(settings.beta1, step)
        let bias2 = 1 - power(settings.beta2, step)
        var constants = ansatz_adam(
            beta1: settings.beta1, beta2: settings.beta2, epsilon: settings.epsilon, scale: 1, decay: 0, before: 1,
            after: 1, step: rate / bias1, root: 1 / bias2.squareRoot())
        switch settings.kind {
        case .adam: constants.decay = settings.weightDecay
        case .adamw: constants.before = 1 - rate * settings.weightDecay
        case .adamwNeuraloperator:
            constants.after = 1 - rate * settings.weightDecay
            constants.step = rate * bias2.squareRoot() / bias1
            constants.root = 1
        }
        return constants
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, factor, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= factor }
            factor *= factor
            rest >>= 1
        }
        return result
    }

    /// What a checkpoint must hold besides the parameters.
    public struct State: Codable, Sendable {
        var step: Int
        var m: Tensor<Scalar>
        var v: Tensor<Scalar>
    }

    public func snapshot() -> State {
        State(step: step, m: Tensor(UnsafeBufferPointer(m)), v: Tensor(UnsafeBufferPointer(v)))
    }

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where the state is that of another network.
    public func restore(_ state: State) throws {
        guard state.m.count == m.count, state.v.count == v.count else {
            throw ComputationError.unsuitable("the checkpoint's optimiser belongs to another network", help: nil)
        }
        step = state.step
        state.m.withBuffer { _ = m.update(from: $0) }
        state.v.withBuffer { _ = v.update(from: $0) }
    }
}
