import Ansatz

/// Numbers that every step leaves behind: iterations, residual, and what tuners chose.
struct StepHistory {
    private var iterations: [Double] = []
    private var residuals: [Double] = []
    private var tuned: [(name: String, values: [Double])] = []

    init() {}

    /// What a checkpoint held.
    init(_ stored: [String: Tensor<Double>]) {
        for (name, values) in stored.sorted(by: { $0.key < $1.key }) {
            switch name {
            case Self.iterationsName: iterations = values.elements
            case Self.residualName: residuals = values.elements
            default: tuned.append((name, values.elements))
            }
        }
    }

    private static let iterationsName = "iterations"
    private static let residualName = "residual"

    mutating func append(iterations count: Int, residual: Double?, tuned context: RunContext) {
        iterations.append(Double(count))
        if let residual { residuals.append(residual) }
        guard context.hasTuners else { return }
        for (name, value) in context.tunedValues {
            if let index = tuned.firstIndex(where: { $0.name == name }) {
                tuned[index].values.append(value)
            } else {
                tuned.append((name, [value]))
            }
        }
    }

    private var all: [(name: String, values: [Double])] {
        [(Self.iterationsName, iterations), (Self.residualName, residuals)] + tuned
    }

    /// For a checkpoint.
    var stored: [String: Tensor<Double>] {
        Dictionary(all.map { ($0.name, Tensor($0.values)) }) { first, _ in first }
    }

    /// For the result file: those that have a value for each of `count` steps.
    func fields(count: Int) throws -> [Field] {
        let steps = Axis(
            "step", .uniform(first: 1, spacing: 1, count: count), longName: "number of the step", role: .component)
        return try all.filter { $0.values.count == count }.sorted { $0.name < $1.name }.map { name, values in
            try Field("step_\(name)", axes: [steps], Tensor(values), longName: "\(name) of each step")
        }
    }
}
