import Ansatz

/// Claims Crank-Nicolson steps whatever it does.
struct LyingIntegrator: Integrator {
    enum Lie: String, OptionChoice { case standstill, nan, shape, iterations }

    struct Options: ComponentOptions {
        var lie = Lie.standstill

        static let keys: [Key<Self>] = [Key("lie", \.lie, help: "what to do to the state")]
    }

    static let info = ComponentInfo("idler", "Claims steps whatever it does to the state")

    var options = Options()

    var scheme: StepScheme { .theta(0.5) }

    mutating func advance(
        _ state: inout Tensor<Double>, of equation: any LinearEvolution, time: Double, step: Double, _ run: RunContext
    ) throws -> StepReport {
        switch options.lie {
        case .standstill: break
        case .nan: state = Tensor(repeating: .nan, shape: state.shape)
        case .shape: state = Tensor(shape: [1])
        case .iterations: return StepReport(iterations: .min)
        }
        return StepReport(iterations: 1)
    }
}
