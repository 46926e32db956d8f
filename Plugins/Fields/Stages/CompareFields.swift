import Ansatz

/// Compares a stored field with a reference by one or more metrics, and writes their difference.
struct CompareFields: Stage {
    struct Options: ComponentOptions {
        var of = FieldReference.unset
        var reference = FieldReference.unset
        var metrics: [ComponentChoice<any FieldMetric>] = []

        static let keys: [Key<Self>] = [
            Key("of", \.of, isRequired: true, help: "the field to judge"),
            Key("reference", \.reference, isRequired: true, help: "what it should be; of the same shape"),
            Key("metrics", \.metrics, isRequired: true, help: "how to compare, such as [relative_l2, max_error]"),
        ]
    }

    static let info = ComponentInfo("compare_fields", "Compares a stored field with a reference")

    var options = Options()

    var metricNames: [String]? { options.metrics.map(\.name) }

    func perform(_ run: RunContext) throws -> StageResult {
        let (field, reference) = try (options.of.read(run), options.reference.read(run))
        let difference = try Field(
            "difference", axes: field.axes, try differenceOf(field, reference), unit: field.unit,
            longName: "\(field.name) minus the reference")
        let metrics = try options.metrics.map { choice in
            Metric(choice.name, try run.make(choice).value(of: field, reference: reference))
        }
        return StageResult(fields: [difference], metrics: metrics)
    }
}
