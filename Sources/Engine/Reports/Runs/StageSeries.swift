import Ansatz

/// The series over the steps (`step_iterations`, `step_omega`) of all methods of a stage.
struct StageSeries {
    /// One method's series.
    struct Method {
        var name: String
        /// Which of the automatic colours the method has in every chart of the stage.
        var style: Int
        var series: StepSeries
    }

    private let results: StageResults

    init(_ results: StageResults) { self.results = results }

    private static let prefix = "step_"
    private static let contextPrefix = "context_"
    /// What steps cost, each with its unit.
    static let costs = [("iterations", "iterations"), ("work", "operations")]

    /// The names of all series, without their prefix, in order.
    private var names: [String] {
        let all = results.sources.flatMap(\.variables).filter { $0.dimensions == ["step"] && !$0.isCoordinate }
            .map(\.name).filter { $0.hasPrefix(Self.prefix) }.map { String($0.dropFirst(Self.prefix.count)) }
        return Set(all).sorted()
    }

    /// What tuners chose.
    var choices: [String] {
        let known = Self.costs.map(\.0) + ["residual"]
        return names.filter { !known.contains($0) && !$0.hasPrefix(Self.contextPrefix) }
    }

    /// What tuners were told of the steps, each with the name of its series.
    var contexts: [(name: String, series: String)] {
        names.filter { $0.hasPrefix(Self.contextPrefix) }.map { (String($0.dropFirst(Self.contextPrefix.count)), $0) }
    }

    /// The stored series of each method that has one of this name.
    func variables(_ name: String) -> [(source: StageResults.Source, style: Int, variable: StoredVariable)] {
        results.sources.enumerated().compactMap { index, source in
            source.variables.first { $0.name == Self.prefix + name && $0.dimensions == ["step"] }.map {
                (source, index, $0)
            }
        }
    }

    /// The series of all methods, in windows of the same length.
    func methods(_ name: String) throws -> [Method] {
        let variables = variables(name)
        let window = StepSeries.window(for: variables.compactMap(\.variable.shape.first).max() ?? 0)
        return try variables.map { source, style, variable in
            Method(
                name: source.name, style: style,
                series: try StepSeries(variable, from: source.reader, window: window))
        }
    }
}
