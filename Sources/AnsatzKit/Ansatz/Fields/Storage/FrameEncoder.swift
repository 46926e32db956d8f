/// Turns the values of one time or sample into an ``EncodedFrame``. Usable from many threads at once.
public struct FrameEncoder: Sendable {
    public let layout: DatasetLayout
    private let plans: [ChunkPlan]
    private let fingerprint: UInt64

    /// - Throws: ``ShapeError`` where the layout has axes without points or sizes beyond counting.
    public init(_ layout: DatasetLayout) throws {
        self.layout = layout
        plans = try layout.plans()
        fingerprint = layout.fingerprint
    }

    /// Encodes values in the order of the layout's variables, converting them to the precision of each.
    ///
    /// - Parameter coordinate: the time or the sample's number; finite.
    /// - Throws: ``ShapeError`` where a value is missing or of another shape than its variable.
    public func encode(at coordinate: Double, _ values: [FieldValues]) throws -> EncodedFrame {
        guard coordinate.isFinite else { throw ShapeError("\(layout.leading.name) \(coordinate) is not finite") }
        guard values.count == layout.variables.count else {
            throw ShapeError("a frame needs \(layout.variables.count) variables, \(values.count) were given")
        }
        var pieces: [EncodedFrame.Piece] = []
        var payload: [UInt8] = []
        for (index, variable) in layout.variables.enumerated() {
            guard values[index].shape == variable.shape else {
                throw ShapeError.mismatch(field: variable.name, expected: variable.shape, found: values[index].shape)
            }
            let plan = plans[index]
            values[index].converted(to: variable.precision).withBytes { bytes in
                if plan.isGathered {
                    pieces.append(.init(byteCount: bytes.count, filterMask: 0))
                    payload += bytes
                }
                for part in plan.parts {
                    let start = part.firstElement * plan.elementSize
                    let chunk = ChunkCodec.encode(
                        UnsafeRawBufferPointer(rebasing: bytes[start..<(start + part.count * plan.elementSize)]),
                        chunkBytes: plan.chunkBytes, elementSize: plan.elementSize, level: layout.compression)
                    pieces.append(.init(byteCount: chunk.bytes.count, filterMask: chunk.filterMask))
                    payload += chunk.bytes
                }
            }
        }
        return EncodedFrame(
            coordinate: coordinate, layoutFingerprint: fingerprint, pieces: pieces, payload: payload)
    }

    /// Encodes values by the names of the layout's variables.
    ///
    /// - Throws: ``ShapeError`` where a variable has no value, or one of another shape.
    public func encode(at coordinate: Double, _ values: [String: FieldValues]) throws -> EncodedFrame {
        try encode(
            at: coordinate,
            layout.variables.map { variable in
                guard let value = values[variable.name] else {
                    throw ShapeError("a frame needs a value of '\(variable.name)'")
                }
                return value
            })
    }
}
