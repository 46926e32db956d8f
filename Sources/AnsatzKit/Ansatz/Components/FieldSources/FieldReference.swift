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
        let path = try source.path(run)
        let reader = try DatasetReader(path: path)
        if let names = source.axes {
            return try reader.readForeign(source.dataset, axes: names, coordinates: source.coordinates)
        }
        let extent = try reader.axes(of: source.dataset).first?.count ?? 0
        switch source.time {
        case .follow: return try reader.read(source.dataset)
        case .first: return try reader.readSlab(source.dataset, at: 0)
        case .last: return try reader.readSlab(source.dataset, at: max(extent - 1, 0))
        case .index(let index): return try reader.readSlab(source.dataset, at: index)
        }
    }
}
