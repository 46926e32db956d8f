/// A node of the graph for what the other verbs don't cover: `use: <stage>` in a scenario.
///
/// If you write one: name the data it reads by options of type ``FieldReference``; they become the edges of the graph.
public protocol Stage: Component {
    /// Does the whole work of the stage.
    mutating func perform(_ run: RunContext) throws -> StageResult

    /// The names of the metrics that the result will have, so that `validate` finds misspelt ones in `compare`; `nil`,
    /// the default, where they can't be known before. Depends on the options only.
    var metricNames: [String]? { get }
}

extension Stage {
    public var metricNames: [String]? { nil }
}

/// What a stage gives: fields for its result file, numbers for tables, and what it checked.
public struct StageResult: Sendable {
    public var fields: [Field]
    public var metrics: [Metric]
    /// Checks by the stage; that every field is finite is checked anyway.
    public var checks: [Certificate.Check]

    public init(fields: [Field], metrics: [Metric] = [], checks: [Certificate.Check] = []) {
        self.fields = fields
        self.metrics = metrics
        self.checks = checks
    }
}
