/// An option that names a stored field: another stage's, or a dataset in an HDF5 file, on the grid that it has there.
///
/// ```yaml
/// of: { stage: run.cg, field: T, time: last }
/// of: { file: measured.h5, dataset: T }
/// ```
public struct FieldReference: OptionValue {
    private let source: StoredFieldSource?

    private init(_ source: StoredFieldSource?) { self.source = source }

    /// Stands in for a required option before it is decoded.
    public static var unset: FieldReference { FieldReference(nil) }

    public static var optionType: OptionType { .fieldReference }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> FieldReference? {
        guard setting.entries != nil else {
            decoder.report(
                "expected a mapping with 'file' or 'stage', found \(setting.kindDescription)", at: setting.location,
                help: "write `{ stage: run, field: T, time: last }` or `{ file: data.h5, dataset: T }`")
            return nil
        }
        return StoredFieldSource.decode(setting, with: decoder).map { FieldReference($0) }
    }

    public var resolved: JSONValue { source?.resolved ?? .null }

    /// Reads the field; one time of a series, or all of it where the scenario names none.
    public func read(_ run: RunContext) throws -> Field {
        guard let source else { throw ComputationError.unsuitable("no field was named", help: nil) }
        let reader = try source.reader(run)
        if let names = source.axes {
            let field = try reader.readForeign(source.dataset, axes: names, coordinates: source.coordinates)
            return try Self.slab(of: field, at: source.time)
        }
        let extent = try reader.axes(of: source.dataset).first?.count ?? 0
        switch source.time {
        case .follow: return try reader.read(source.dataset)
        case .first: return try reader.readSlab(source.dataset, at: 0)
        case .last: return try reader.readSlab(source.dataset, at: max(extent - 1, 0))
        case .index(let index): return try reader.readSlab(source.dataset, at: index)
        }
    }

    /// One slab of a whole field's first dimension; the field itself where no time is named.
    private static func slab(of field: Field, at time: StoredFieldSource.TimeChoice) throws -> Field {
        guard let first = field.axes.first else { return field }
        let index: Int
        switch time {
        case .follow: return field
        case .first: index = 0
        case .last: index = first.count - 1
        case .index(let number): index = number
        }
        let axes = Array(field.axes.dropFirst())
        let size = axes.reduce(1) { $0 * $1.count }
        guard (0..<first.count).contains(index) else {
            throw ComputationError.badInput(
                "'\(field.name)' has \(first.count) values of '\(first.name)', there is no index \(index)", help: nil)
        }
        let values = field.doubles.withBuffer { Array($0[(index * size)..<((index + 1) * size)]) }
        return try Field(
            field.name, axes: axes, Tensor(values, shape: axes.map(\.count)), unit: field.unit, longName: field.longName
        )
    }
}
