import Ansatz

/// Numbers that every step leaves behind: iterations, counted work, residual, what tuners were told and what they chose.
struct StepHistory {
    private var iterations: [Double] = []
    private var work: [Double] = []
    private var residuals: [Double] = []
    private var tuned: [(name: String, values: [Double])] = []
    /// What tuners choose, with the place in `tuned` of each of its columns; made at the first step.
    private var tuning: (record: TuningRecord, places: [Int])?

    init() {}

    /// What a checkpoint held.
    init(_ stored: [String: Tensor<Double>]) {
        for (name, values) in stored.sorted(by: { $0.key < $1.key }) {
            switch name {
            case Self.iterationsName: iterations = values.elements
            case Self.workName: work = values.elements
            case Self.residualName: residuals = values.elements
            default: tuned.append((name, values.elements))
            }
        }
    }

    private static let iterationsName = "iterations"
    private static let workName = "work"
    private static let residualName = "residual"

    mutating func append(_ report: StepReport, residual: Double?, tuned context: RunContext) {
        iterations.append(Double(report.iterations))
        work.append(report.work)
        if let residual { residuals.append(residual) }
        guard let (record, places) = tuning ?? startTuning(context) else { return }
        record.take { column, value in tuned[places[column]].values.append(value) }
    }

    private mutating func startTuning(_ context: RunContext) -> (TuningRecord, [Int])? {
        guard let record = context.tuningRecord() else { return nil }
        let places = record.columns.map { column in
            if let index = tuned.firstIndex(where: { $0.name == column.name }) { return index }
            tuned.append((column.name, []))
            return tuned.count - 1
        }
        tuning = (record, places)
        return tuning
    }

    private var all: [(name: String, values: [Double])] {
        [(Self.iterationsName, iterations), (Self.workName, work), (Self.residualName, residuals)] + tuned
    }

    /// For a checkpoint.
    var stored: [String: Tensor<Double>] {
        Dictionary(all.map { ($0.name, Tensor($0.values)) }) { first, _ in first }
    }

    /// For the result file: those that have a value for each of `count` steps.
    ///
    /// - Parameter context: knows what the numbers stand for that tuners chose.
    func fields(count: Int, tuned context: RunContext) throws -> [Field] {
        let columns = (tuning?.record ?? context.tuningRecord())?.columns ?? []
        let meanings = Dictionary(columns.map { ($0.name, $0.meanings) }) { first, _ in first }
        let steps = Axis(
            "step", .uniform(first: 1, spacing: 1, count: count), longName: "number of the step", role: .component)
        return try all.filter { $0.values.count == count }.sorted { $0.name < $1.name }.map { name, values in
            var field = try Field("step_\(name)", axes: [steps], Tensor(values), longName: "\(name) of each step")
            field.meanings = meanings[name] ?? []
            return field
        }
    }
}
