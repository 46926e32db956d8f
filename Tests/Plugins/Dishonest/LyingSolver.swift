import Ansatz

/// Claims convergence whatever it returns.
struct LyingSolver: Solver {
    enum Lie: String, OptionChoice {
        case zeros, nan, start, shape
        case iterationsBelowZero = "iterations_below_zero"
    }

    struct Options: ComponentOptions {
        var lie = Lie.zeros

        static let keys: [Key<Self>] = [Key("lie", \.lie, help: "what to return")]
    }

    static let info = ComponentInfo("liar", "Claims convergence whatever it returns")

    var options = Options()

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        var iterations = 1
        switch options.lie {
        case .zeros: solution = Tensor(shape: system.shape)
        case .nan: solution = Tensor(repeating: .nan, shape: system.shape)
        case .start: break
        case .shape: solution = Tensor(shape: [1])
        case .iterationsBelowZero: iterations = -1
        }
        return SolveReport(iterations: iterations, residual: 0)
    }
}

/// The same for stencils, with an option for tuners.
struct RelaxedLyingSolver: Solver {
    struct Options: ComponentOptions {
        var omega = 1.5

        static let keys: [Key<Self>] = [
            Key(tunable: "omega", \.omega, range: .open(0, 2), proposals: 1...1.9, help: "is not used")
        ]
    }

    static let info = ComponentInfo("relaxed_liar", "Claims convergence and returns zeros")

    var options = Options()

    mutating func solve(
        _ system: any StencilSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        solution = Tensor(shape: system.shape)
        return SolveReport(iterations: 1, residual: 0)
    }
}
