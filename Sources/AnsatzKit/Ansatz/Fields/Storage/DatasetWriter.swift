import CHDF5
import Glibc

/// Writes a netCDF-4 compatible HDF5 file: a whole ``Dataset``, or frames one after the other.
///
/// The file grows as `path.tmp` and gets its name in ``finish()``, so a file under its name is complete. The same layout
/// and frames give the same bytes. Memory does not grow with the number of frames. Not to be shared between threads.
public final class DatasetWriter {
    public let path: String
    public let layout: DatasetLayout
    /// Frames written so far.
    public private(set) var frameCount = 0

    /// Set while the library works: where it throws, what is in the file is unknown, and must not be published.
    private var isBroken = false
    private let plans: [ChunkPlan]
    private let fingerprint: UInt64
    private var file: HDF5File?
    private var variables: [GrowingVariable]
    private var coordinate: GrowingVariable

    /// Starts the file: attributes, axes and constants are written, variables defined.
    ///
    /// - Throws: ``StorageError`` where the file cannot be made or a name cannot be in it; ``ShapeError`` for axes
    ///   without points.
    public init(path: String, layout: DatasetLayout) throws {
        self.path = path
        self.layout = layout
        plans = try layout.plans()
        fingerprint = layout.fingerprint
        let plans = plans
        let temporary = AtomicFile.temporaryPath(for: path)
        (file, coordinate, variables) = try HDF5Library.locked {
            let file = try HDF5File.create(temporary)
            var isComplete = false
            defer { if !isComplete { unlink(temporary) } }
            var builder = try NetCDFBuilder(
                file: file, attributes: layout.attributes, compression: layout.compression)
            let plan = ChunkPlan(slabShape: [], elementSize: 8, frames: layout.leading.count)
            let scale = try builder.scale(for: layout.leading, plan: plan)
            let coordinate = GrowingVariable(
                scale, plan: plan, compression: layout.compression, isFixed: layout.leading.count != nil)
            let scales = try layout.variables.map { variable in
                [(name: layout.leading.name, object: scale)]
                    + (try variable.axes.map { (name: $0.name, object: try builder.scale(for: $0)) })
            }
            for field in layout.constants { try builder.field(field) }
            var variables: [GrowingVariable] = []
            for (index, variable) in layout.variables.enumerated() {
                let object = try builder.variable(
                    variable.name, precision: variable.precision, scales: scales[index],
                    shape: [layout.leading.count ?? 0] + variable.shape,
                    maximum: [layout.leading.count] + variable.shape.map { $0 },
                    chunk: [plans[index].framesPerChunk] + plans[index].chunkShape, unit: variable.unit,
                    longName: variable.longName)
                try builder.write(meanings: variable.meanings, of: object)
                variables.append(
                    GrowingVariable(
                        object, plan: plans[index], compression: layout.compression,
                        isFixed: layout.leading.count != nil))
            }
            isComplete = true
            return (file, coordinate, variables)
        }
    }

    deinit {
        // Unfinished: nothing may be left that looks like a result.
        if file != nil { unlink(AtomicFile.temporaryPath(for: path)) }
    }

    /// Writes the next frame.
    ///
    /// - Throws: ``StorageError`` where the frame belongs to another layout, is one too many, or the disk is full. The
    ///   writer is of no further use then.
    public func append(_ frame: EncodedFrame) throws {
        guard file != nil else { throw StorageError(.failed, file: path, "the file is finished; no frame can follow") }
        try checkIntact()
        guard frame.layoutFingerprint == fingerprint else {
            throw StorageError(.wrongShape, file: path, "frame \(frameCount) was made for a file of another layout")
        }
        if let count = layout.leading.count, frameCount >= count {
            throw StorageError(.wrongShape, file: path, "the file has \(count) frames; another one was given")
        }
        guard frame.pieces.count == plans.reduce(0, { $0 + ($1.isGathered ? 1 : $1.parts.count) }) else {
            throw StorageError(.corrupt, file: path, "frame \(frameCount) has not the pieces of this layout")
        }
        // HDF5 does not survive a full disk well, so it never gets to see one.
        if let free = SystemFailure.freeBytes(beside: path), free < UInt64(frame.byteCount + ChunkPlan.largestChunk) {
            throw SystemFailure.diskFull(path)
        }
        isBroken = true
        try HDF5Library.locked {
            try withUnsafeBytes(of: frame.coordinate) { try coordinate.append(gathered: $0, frame: frameCount) }
            try frame.payload.withUnsafeBytes { payload in
                var pieces = frame.pieces[...]
                var position = 0
                for index in variables.indices {
                    let count = plans[index].isGathered ? 1 : plans[index].parts.count
                    let size = pieces.prefix(count).reduce(0) { $0 + $1.byteCount }
                    let bytes = UnsafeRawBufferPointer(rebasing: payload[position..<(position + size)])
                    try variables[index].append(bytes, pieces: pieces.prefix(count), frame: frameCount)
                    pieces = pieces.dropFirst(count)
                    position += size
                }
            }
        }
        isBroken = false
        frameCount += 1
    }

    /// Writes what is left, puts the file on the disk and gives it its name.
    ///
    /// - Throws: ``StorageError`` where frames are missing from a fixed number, or the disk is full.
    public func finish() throws {
        guard let file else { return }
        try checkIntact()
        if let count = layout.leading.count, frameCount != count {
            throw StorageError(.wrongShape, file: path, "the file needs \(count) frames; \(frameCount) were given")
        }
        isBroken = true
        try HDF5Library.locked {
            for index in variables.indices { try variables[index].finish(frames: frameCount) }
            try coordinate.finish(frames: frameCount)
            variables = []
            try file.close()
        }
        try AtomicFile.publish(path)
        self.file = nil
    }

    private func checkIntact() throws {
        guard isBroken else { return }
        throw StorageError(.failed, file: path, "writing failed before; the file cannot be completed")
    }

    /// Writes a whole dataset under `path`, replacing a file that is there.
    ///
    /// - Parameter compression: 0 for none, up to 9.
    /// - Throws: ``StorageError``; ``ShapeError`` for a level out of range.
    public static func write(_ dataset: Dataset, to path: String, compression: Int = 1) throws {
        guard (0...9).contains(compression) else {
            throw ShapeError("compression \(compression) is not a level from 0 to 9")
        }
        let temporary = AtomicFile.temporaryPath(for: path)
        let bytes = dataset.fields.reduce(0) { $0 + $1.count * $1.precision.byteCount }
        if compression == 0, let free = SystemFailure.freeBytes(beside: path), free < UInt64(bytes) {
            throw SystemFailure.diskFull(path)
        }
        do {
            try HDF5Library.locked {
                let file = try HDF5File.create(temporary)
                var builder = try NetCDFBuilder(file: file, attributes: dataset.attributes, compression: compression)
                for text in dataset.texts where text.isCoordinate { try builder.scale(of: text) }
                for axis in dataset.fields.flatMap(\.axes) + dataset.texts.flatMap(\.axes) {
                    _ = try builder.scale(for: axis)
                }
                for field in dataset.fields { try builder.field(field) }
                for text in dataset.texts where !text.isCoordinate { try builder.text(text) }
                try file.close()
            }
            try AtomicFile.publish(path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Writes the file of all frames of a spool: the same bytes as if they had been appended one by one.
    public static func assemble(from spool: FrameSpool, to path: String, layout: DatasetLayout) throws {
        let writer = try DatasetWriter(path: path, layout: layout)
        try spool.forEachFrame { try writer.append($0) }
        try writer.finish()
    }
}
