/// A V-cycle of convolutions: the map from f to u that a multigrid method would be, with trained stencils.
///
/// On level l, with l = 0 the finest, f_l and u_l:
///
///     u <- u + S_i (f_l - A_i u)     for each iteration; the first on level 0 starts from u = 0, so it is u = S f
///     f_{l+1} = R_l f_l              or R_l (f_l - A_l u_l), the residual, where ``restrictsResidual``
///     u_{l+1} = Π_l u_l
///     u_l <- u_l + P_l u_{l+1}       on the way back, with P a transposed convolution
///
/// S, A, R, Π are convolutions, R and Π with stride 2, all with weights of their own at every iteration and level. A level
/// of n points has ⌈n/2⌉ below it. Without bias this is a linear map of f.
///
/// Source: J. He, X. Liu, J. Xu, "MgNO: Efficient Parameterization of Linear Operators via Multigrid", ICLR 2024, eqs. 7 to
/// 10. The published runs restrict f, not the residual.
public struct MultigridCycle: Hashable, Sendable {
    /// Of u on every level.
    public var channels: Int
    /// Smoothing steps a level, finest first; the number of levels is their count.
    public var iterations: [Int]
    public var padding = ConvolutionPadding.zero
    /// Points of the kernels of S, A, R and Π, odd.
    public var kernel = 3
    /// Whether A and S have a bias.
    public var hasBias = false
    /// Normalises u after each correction from the level below.
    public var norm: FeatureNorm?
    /// Whether R takes the residual, with an operator A of its own, instead of f.
    public var restrictsResidual = false

    public init(channels: Int, iterations: [Int]) {
        self.channels = channels
        self.iterations = iterations
    }

    /// Records the cycle.
    ///
    /// - Parameters:
    ///   - f: (channels, y, x), of any number of channels.
    ///   - name: of the layer. Parameters are `name/level_0/s_0/weight`, `.../a_1/weight`, `.../r/weight`,
    ///     `.../pi/weight`, `.../prolongation/weight`, and `.../residual/weight` and `.../norm/weight` where there are such.
    /// - Returns: u, (channels, y, x).
    /// - Throws: ``ComputationError`` or ``ShapeMismatch`` where the grid has too few points for the levels.
    public func record<Scalar: TensorScalar>(on tape: Tape<Scalar>, _ f: Value, named name: String) throws -> Value {
        guard let first = iterations.first, first >= 1, iterations.allSatisfy({ $0 >= 0 }) else {
            throw ComputationError.unsuitable(
                "layer '\(name)': iterations \(iterations)",
                help: "give at least one iteration on the finest level, and none below 0 elsewhere")
        }
        guard f.shape.count == 3 else {
            throw ShapeMismatch("layer '\(name)' wants (channels, y, x), not \(f.shape)")
        }
        var states: [Value] = []
        var (u, f) = (nil as Value?, f)
        for (level, count) in iterations.enumerated() {
            let here = "\(name)/level_\(level)"
            for step in 0..<count { u = try smooth(tape, u, f, "\(here)/", step) }
            guard let smoothed = u else { continue }
            states.append(smoothed)
            if level + 1 == iterations.count { break }
            guard f.shape[1] > 1 || f.shape[2] > 1 else {
                throw ComputationError.unsuitable(
                    "layer '\(name)' has \(iterations.count) levels, and level \(level) has a single point",
                    help: "use \(level + 1) levels at most on this grid")
            }
            let right = restrictsResidual ? try residual(tape, smoothed, f, "\(here)/residual") : f
            f = try convolve(tape, right, to: f.shape[0], stride: 2, "\(here)/r", hasBias: false)
            u = try convolve(tape, smoothed, to: channels, stride: 2, "\(here)/pi", hasBias: false)
        }
        guard var result = states.popLast() else { throw ShapeMismatch("layer '\(name)' has no levels") }
        for level in states.indices.reversed() {
            let here = "\(name)/level_\(level)"
            result = try tape.transposedConvolution(
                result, to: channels, size: Array(states[level].shape.dropFirst()), named: "\(here)/prolongation",
                base: states[level], hasBias: false)
            if let norm { result = try tape.normalize(result, over: norm, named: "\(here)/norm") }
        }
        return result
    }

    /// u + S (f - A u), or S f.
    private func smooth<Scalar: TensorScalar>(
        _ tape: Tape<Scalar>, _ u: Value?, _ f: Value, _ prefix: String, _ step: Int
    ) throws -> Value {
        guard let u else {
            return try convolve(tape, f, to: channels, stride: 1, "\(prefix)s_\(step)", hasBias: hasBias)
        }
        let defect = try residual(tape, u, f, "\(prefix)a_\(step)")
        return try convolve(tape, defect, to: channels, stride: 1, "\(prefix)s_\(step)", hasBias: hasBias, base: u)
    }

    /// f - A u.
    private func residual<Scalar: TensorScalar>(
        _ tape: Tape<Scalar>, _ u: Value, _ f: Value, _ name: String
    ) throws -> Value {
        try tape.convolution(
            u, to: f.shape[0], kernel: kernel, padding: padding, named: name, base: f, scale: -1, hasBias: hasBias)
    }

    private func convolve<Scalar: TensorScalar>(
        _ tape: Tape<Scalar>, _ x: Value, to outputs: Int, stride: Int, _ name: String, hasBias: Bool,
        base: Value? = nil
    ) throws -> Value {
        try tape.convolution(
            x, to: outputs, kernel: kernel, stride: stride, padding: padding, named: name, base: base,
            hasBias: hasBias)
    }
}
