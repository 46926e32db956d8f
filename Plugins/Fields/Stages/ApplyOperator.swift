import Ansatz

/// Applies an operator to a stored field.
struct ApplyOperator: Stage {
    struct Options: ComponentOptions {
        var of = FieldReference.unset
        var `operator` = ComponentChoice<any Operator>.unset

        static let keys: [Key<Self>] = [
            Key("of", \.of, isRequired: true, help: "the field to map"),
            Key("operator", \.operator, isRequired: true, help: "what maps it"),
        ]
    }

    static let info = ComponentInfo("apply_operator", "Applies an operator to a stored field")

    var options = Options()

    var metricNames: [String]? { [] }

    func perform(_ run: RunContext) throws -> StageResult {
        var mapping = try run.make(options.operator)
        return StageResult(fields: try mapping.apply([try options.of.read(run)], run))
    }
}
