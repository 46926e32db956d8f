/// An option that a scenario gives once for all axes of a grid, or as a list with a value for each, x first.
///
/// ```yaml
/// walls: dirichlet
/// walls: [dirichlet, periodic]
/// ```
public struct PerAxis<Value: OptionValue>: OptionValue {
    /// One value, or one for each axis.
    public let values: [Value]
    /// Whether the scenario gave a list.
    public let isList: Bool

    /// The same for all axes.
    public init(_ value: Value) {
        values = [value]
        isList = false
    }

    /// One for each axis, x first.
    public init(each values: [Value]) {
        self.values = values
        isList = true
    }

    public static var optionType: OptionType { .perAxis(Value.optionType) }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> PerAxis? {
        setting.items == nil
            ? Value.decode(setting, with: decoder).map { PerAxis($0) }
            : [Value].decode(setting, with: decoder).map { PerAxis(each: $0) }
    }

    public var resolved: JSONValue { isList ? values.resolved : values.first?.resolved ?? .null }

    /// The value for an axis, counted from x; the last one where the list is too short, `nil` where it is empty.
    public func value(_ axis: Int) -> Value? {
        isList ? (values.indices.contains(axis) ? values[axis] : values.last) : values.first
    }

    /// What is wrong with a list for a grid of that many axes.
    public func conflicts(_ key: String, axes: Int) -> [OptionConflict] {
        guard isList, values.count != axes else { return [] }
        return [
            OptionConflict(
                key, "'\(key)' has \(values.count) \(values.count == 1 ? "value" : "values") for \(axes) axes",
                help: "give one value for all axes, or a list with one for each, x first")
        ]
    }
}

extension PerAxis: RangeCheckable where Value: RangeCheckable {
    public var checkedNumbers: [Double] { values.checkedNumbers }
}
