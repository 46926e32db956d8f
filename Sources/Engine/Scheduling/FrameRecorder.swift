import Ansatz

/// Writes the frames of a run to its spool as they come, and the result file from the spool at the end.
final class FrameRecorder {
    private let output: OutputRequest
    private let encoder: FrameEncoder
    private let spool: FrameSpool
    private let probes: [ProbeSeries]
    private let names: [String]

    /// - Parameters:
    ///   - template: the fields of any frame, for their axes and units.
    ///   - cursor: where a resumed run had come to.
    init(
        folder: String, leading: DatasetLayout.Leading, template: [Field], output: OutputRequest,
        cursor: FrameSpool.Cursor?
    ) throws {
        self.output = output
        let fields = try Self.chosen(template, output)
        names = fields.map(\.name)
        probes = try output.probes.isEmpty
            ? [] : fields.map { try ProbeSeries($0, points: output.probes) }
        let variables = fields.map { field in
            DatasetLayout.Variable(
                field.name, axes: field.axes, precision: output.precision, unit: field.unit, longName: field.longName)
        }
        let layout = DatasetLayout(
            leading: leading, variables: variables + probes.map(\.variable), compression: output.compression)
        encoder = try FrameEncoder(layout)
        spool = try FrameSpool(path: folder + "/" + CheckpointFile.spoolName, layout: layout)
        try spool.truncate(to: cursor ?? spool.start)
    }

    /// The names that `fields` asks for, in its order; all where it doesn't say.
    static func chosen(_ template: [Field], _ output: OutputRequest) throws -> [Field] {
        guard let wanted = output.fields else { return template }
        return try wanted.map { name in
            guard let field = template.first(where: { $0.name == name }) else {
                throw Diagnostics(
                    "there is no field '\(name)' to write", at: output.fieldLocation,
                    help: Suggestion.help(for: name, among: template.map(\.name), noun: "field"))
            }
            return field
        }
    }

    var frameCount: Int { spool.cursor.frameCount }

    func record(_ fields: [Field], at coordinate: Double) throws {
        var values: [FieldValues] = []
        for name in names {
            guard let field = fields.first(where: { $0.name == name }) else {
                throw RunFailure("the problem gave no field '\(name)' for a frame, but did for the first")
            }
            values.append(field.values)
        }
        for (probe, value) in zip(probes, values) { values.append(.float64(probe.values(of: value.doubles))) }
        try spool.append(try encoder.encode(at: coordinate, values))
    }

    /// Puts all frames on the disk.
    func synchronize() throws -> FrameSpool.Cursor { try spool.synchronize() }

    /// Writes the result file.
    func assemble(to path: String, attributes: [Attribute], constants: [Field]) throws {
        var layout = encoder.layout
        layout.attributes = attributes
        layout.constants = constants + (probes.first?.coordinates ?? [])
        try DatasetWriter.assemble(from: spool, to: path, layout: layout)
    }

    /// Fills the spool with the first frames of a finished result, to go on from there.
    func refill(from path: String, frames: Int) throws {
        let reader = try DatasetReader(path: path)
        let times = try reader.axes(of: encoder.layout.variables[0].name)[0]
        for index in 0..<min(frames, times.count) {
            let values = try encoder.layout.variables.map { try reader.readSlab($0.name, at: index).values }
            try spool.append(try encoder.encode(at: times.coordinate(at: index), values))
        }
    }
}
