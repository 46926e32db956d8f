import Ansatz

/// Steepest descent, with or without a flaw.
struct Descent<Kind: FlawKind>: Solver {
    struct Options: ComponentOptions {
        var tolerance = 1e-8
        var maxIterations = 500

        static var keys: [Key<Self>] {
            [
                Key("tolerance", \.tolerance, unit: "1", range: .open(0, 1), help: "stop when |r| <= tolerance * |b|"),
                Key("max_iterations", \.maxIterations, range: .atLeast(1), help: "steps after which the solve fails"),
            ]
        }
    }

    static var info: ComponentInfo { ComponentInfo("descent", "Steepest descent") }

    var options = Options()
    private var memory = 0.0

    mutating func solve(
        _ system: any LinearSystem, into x: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        guard system.matrixClass == .symmetricPositiveDefinite else {
            throw ComputationError.unsuitable("descent needs a symmetric positive definite matrix", help: nil)
        }
        var (r, q) = (Tensor<Double>(shape: system.shape), Tensor<Double>(shape: system.shape))
        let scale = norm2(system.rightHandSide)
        let goal = scale * (Kind.flaw == .stopsShort ? 1e-2 : options.tolerance)
        var limit = options.maxIterations
        if Kind.flaw == .dividesByRange { limit = 2 * limit / 2 }
        for iteration in 0...limit {
            system.residual(of: x, into: &r)
            if norm2(r) <= goal {
                disturb(&x, run)
                return SolveReport(iterations: iteration, residual: scale == 0 ? 0 : norm2(r) / scale)
            }
            switch Kind.flaw {
            case .neverAsks: break
            case .asksAndGoesOn: if run.isCancelled { return SolveReport(iterations: iteration, residual: 0) }
            default: try run.checkCancellation()
            }
            system.apply(r, into: &q)
            axpy(dot(r, r) / dot(r, q), r, &x)
        }
        if Kind.flaw == .passesOffLimit { return SolveReport(iterations: limit, residual: 0) }
        throw ComputationError.notConverged(
            method: "descent", iterations: limit, residual: norm2(r) / scale, tolerance: options.tolerance)
    }

    private mutating func disturb(_ x: inout Tensor<Double>, _ run: RunContext) {
        guard x.count > 0 else { return }
        x.withMutableBuffer { x in
            switch Kind.flaw {
            case .drawsFromElsewhere: x[0] += 1e-12 * Double.random(in: 1...2)
            case .addsByThread: x[0] += 1e-12 * Double(run.threads.count)
            case .remembersUnsaved:
                x[0] += 1e-12 * memory
                memory += 1
            case .givesNaN where x.count == 1: x[0] = .nan
            default: break
            }
        }
    }
}

/// A solver whose options are declared badly; it does descent's work.
protocol BadlyDeclared: Solver where Statement == any LinearSystem, Options: DescentOptions {}

protocol DescentOptions: ComponentOptions {}

extension BadlyDeclared {
    static var info: ComponentInfo { ComponentInfo("descent", "Steepest descent") }

    mutating func solve(
        _ system: any LinearSystem, into x: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        var descent = Descent<Honest>()
        return try descent.solve(system, into: &x, run)
    }
}

struct HelplessSolver: BadlyDeclared {
    struct Options: DescentOptions {
        var strength = 2
        static var keys: [Key<Self>] { [Key("strength", \.strength, help: "")] }
    }
    var options = Options()
}

struct KeylessSolver: BadlyDeclared {
    struct Options: DescentOptions {
        var maxSweeps = 10
        var strength = 2
        static var keys: [Key<Self>] { [Key("strength", \.strength, help: "a strength")] }
    }
    var options = Options()
}

struct CarelessSolver: BadlyDeclared {
    struct Options: DescentOptions {
        var length = 2.0
        static var keys: [Key<Self>] { [Key("Length", \.length, range: .positive, help: "")] }
    }
    var options = Options()
}

struct UnitlessSolver: BadlyDeclared {
    struct Options: DescentOptions {
        var length = 2.0
        static var keys: [Key<Self>] { [Key("length", \.length, range: .positive, help: "a length")] }
    }
    var options = Options()
}

struct ImpossibleDefaultSolver: BadlyDeclared {
    struct Options: DescentOptions {
        var strength = 0
        static var keys: [Key<Self>] { [Key("strength", \.strength, range: .atLeast(1), help: "a strength")] }
    }
    var options = Options()
}

struct LossySolver: BadlyDeclared {
    /// Writes itself in another unit than it reads.
    struct Angle: OptionValue {
        var degrees = 10.0
        static var optionType: OptionType { .number }
        static func decode(_ setting: Setting, with decoder: OptionDecoder) -> Angle? {
            Double.decode(setting, with: decoder).map { Angle(degrees: $0) }
        }
        var resolved: JSONValue { .number(degrees / 57.3) }
    }

    struct Options: DescentOptions {
        var angle = Angle()
        static var keys: [Key<Self>] { [Key("angle", \.angle, unit: "degree", help: "an angle")] }
    }
    var options = Options()
}
