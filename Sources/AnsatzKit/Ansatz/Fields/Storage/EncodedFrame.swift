/// One frame as it will lie in the file: each variable's slab, compressed, and the leading coordinate.
///
/// Made by ``FrameEncoder`` on any thread, kept by ``FrameSpool``, written by ``DatasetWriter``.
public struct EncodedFrame: Equatable, Sendable {
    /// A stretch of ``payload``: a finished chunk, or the raw slab of a variable whose slabs are gathered.
    struct Piece: Equatable, Sendable {
        var byteCount: Int
        var filterMask: UInt32
    }

    /// The time or the sample's number.
    public let coordinate: Double
    /// Of the layout this frame belongs to.
    public let layoutFingerprint: UInt64
    /// In the order of the variables, and of the parts of each.
    let pieces: [Piece]
    let payload: [UInt8]

    init(coordinate: Double, layoutFingerprint: UInt64, pieces: [Piece], payload: [UInt8]) {
        self.coordinate = coordinate
        self.layoutFingerprint = layoutFingerprint
        self.pieces = pieces
        self.payload = payload
    }

    /// What the frame takes in a spool or file, in bytes.
    public var byteCount: Int { Self.headerBytes + pieces.count * Self.pieceBytes + payload.count }

    // Coordinate, fingerprint, number of pieces; then size and mask of each; then the payload; then a checksum.
    private static let headerBytes = 8 + 8 + 8 + 4
    private static let pieceBytes = 8 + 4

    /// The frame as bytes, little-endian, with a checksum at the end.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        bytes.append(littleEndian: coordinate.bitPattern)
        bytes.append(littleEndian: layoutFingerprint)
        bytes.append(littleEndian: UInt64(pieces.count))
        for piece in pieces {
            bytes.append(littleEndian: UInt64(piece.byteCount))
            bytes.append(littleEndian: piece.filterMask)
        }
        bytes += payload
        bytes.append(littleEndian: ChunkCodec.checksum(bytes))
        return bytes
    }

    /// The frame of such bytes; `nil` where they are damaged.
    public init?(bytes: [UInt8]) {
        guard bytes.count >= Self.headerBytes,
            ChunkCodec.checksum(bytes.dropLast(4)) == bytes.littleEndian(UInt32.self, at: bytes.count - 4)
        else { return nil }
        let count = bytes.littleEndian(UInt64.self, at: 16)
        guard count <= UInt64((bytes.count - Self.headerBytes) / Self.pieceBytes) else { return nil }
        let pieces = (0..<Int(count)).map { index in
            let position = 24 + index * Self.pieceBytes
            return Piece(
                byteCount: Int(clamping: bytes.littleEndian(UInt64.self, at: position)),
                filterMask: bytes.littleEndian(UInt32.self, at: position + 8))
        }
        let payload = bytes[(24 + pieces.count * Self.pieceBytes)..<(bytes.count - 4)]
        var total = 0
        for piece in pieces {
            guard piece.byteCount <= payload.count - total else { return nil }
            total += piece.byteCount
        }
        guard total == payload.count else { return nil }
        self.init(
            coordinate: Double(bitPattern: bytes.littleEndian(UInt64.self, at: 0)),
            layoutFingerprint: bytes.littleEndian(UInt64.self, at: 8), pieces: pieces, payload: Array(payload))
    }
}

extension [UInt8] {
    mutating func append<Integer: FixedWidthInteger>(littleEndian value: Integer) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// - Precondition: the integer lies within the bytes.
    func littleEndian<Integer: FixedWidthInteger>(_ type: Integer.Type, at position: Int) -> Integer {
        precondition(position >= 0 && position + MemoryLayout<Integer>.size <= count)
        return withUnsafeBytes { Integer(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: type)) }
    }
}
