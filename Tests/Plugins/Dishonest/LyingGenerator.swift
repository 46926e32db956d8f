import Ansatz

/// Draws samples that are none.
struct LyingGenerator: Generator {
    enum Lie: String, OptionChoice {
        case nan, residual, shape
        case residualBelowZero = "residual_below_zero"
    }

    struct Options: ComponentOptions {
        var lie = Lie.nan

        static let keys: [Key<Self>] = [Key("lie", \.lie, help: "what is wrong with the samples")]
    }

    static let info = ComponentInfo("made_up", "Draws samples that are none")

    var options = Options()

    var residualLimit: Double { 1e-6 }

    func layout() throws -> [DatasetLayout.Variable] {
        let axis = Axis("x", .uniform(first: 0, spacing: 1, count: 4), longName: "place", role: .component)
        return [DatasetLayout.Variable("u", axes: [axis], longName: "values")]
    }

    mutating func sample(
        _ index: Int, _ random: inout RandomStream, _ run: RunContext
    ) throws -> GeneratedSample {
        switch options.lie {
        case .nan: GeneratedSample(values: [Tensor([0, 1, .nan, 3])], residual: 0)
        case .residual: GeneratedSample(values: [Tensor([0, 1, 2, 3])], residual: .nan)
        case .residualBelowZero: GeneratedSample(values: [Tensor([0, 1, 2, 3])], residual: -1)
        case .shape: GeneratedSample(values: [Tensor([0, 1, 2])], residual: 0)
        }
    }
}
