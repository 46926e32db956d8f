import Ansatz

/// Writes the frames of a run to its spool as they come, and the result file from the spool at the end.
final class FrameRecorder {
    private let output: OutputRequest
    private let encoder: FrameEncoder
    private let spool: FrameSpool
    private let probes: [ProbeSeries]
    private let names: [String]
    private let threads: Threads
    /// Frames that wait to be encoded together, a thread each: compression takes longer than a cheap step.
    private var waiting: [(coordinate: Double, values: [FieldValues])] = []
    private let mostWaiting: Int
    /// What waiting frames may take.
    private static let waitingBytes = 64 << 20
    /// Smaller frames are encoded at once: the pool's threads spin for a while after each use, which slows the steps.
    private static let sharedBytes = 256 << 10

    /// - Parameters:
    ///   - template: the fields of any frame, for their axes and units.
    ///   - cursor: where a resumed run had come to.
    init(
        folder: String, leading: DatasetLayout.Leading, template: [Field], output: OutputRequest,
        cursor: FrameSpool.Cursor?, threads: Threads
    ) throws {
        self.output = output
        self.threads = threads
        let fields = try Self.chosen(template, output)
        names = fields.map(\.name)
        probes =
            try output.probes.isEmpty
            ? [] : fields.map { try ProbeSeries($0, points: output.probes) }
        let variables = fields.map { field in
            var variable = DatasetLayout.Variable(
                field.name, axes: field.axes, precision: output.precision, unit: field.unit, longName: field.longName)
            variable.meanings = field.meanings
            return variable
        }
        let frameBytes = fields.reduce(1) { $0 + $1.count * $1.precision.byteCount }
        mostWaiting =
            frameBytes < Self.sharedBytes ? 1 : min(threads.count, max(1, Self.waitingBytes / frameBytes))
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

    var frameCount: Int { spool.cursor.frameCount + waiting.count }

    func record(_ fields: [Field], at coordinate: Double) throws {
        var values: [FieldValues] = []
        for name in names {
            guard let field = fields.first(where: { $0.name == name }) else {
                throw RunFailure("the problem gave no field '\(name)' for a frame, but did for the first")
            }
            values.append(field.values)
        }
        for (probe, value) in zip(probes, values) { values.append(.float64(probe.values(of: value.doubles))) }
        try add(values, at: coordinate)
    }

    private func add(_ values: [FieldValues], at coordinate: Double) throws {
        waiting.append((coordinate, values))
        if waiting.count >= mostWaiting { try encodeWaiting() }
    }

    private func encodeWaiting() throws {
        var frames = [EncodedFrame?](repeating: nil, count: waiting.count)
        try frames.withUnsafeMutableBufferPointer { frames in
            try threads.forEach(frames.indices, grain: 1) { block in
                for index in block {
                    frames[index] = try encoder.encode(at: waiting[index].coordinate, waiting[index].values)
                }
            }
        }
        waiting.removeAll(keepingCapacity: true)
        for frame in frames { if let frame { try spool.append(frame) } }
    }

    /// Puts all frames on the disk.
    func synchronize() throws -> FrameSpool.Cursor {
        try encodeWaiting()
        return try spool.synchronize()
    }

    /// Writes the result file.
    func assemble(to path: String, attributes: [Attribute], constants: [Field]) throws {
        try encodeWaiting()
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
            try add(values, at: times.coordinate(at: index))
        }
    }
}
