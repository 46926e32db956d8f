import CHDF5

/// A variable of an open file that gets one slab per frame. To be used under the library's lock.
struct GrowingVariable {
    private let object: HDF5Object
    private let plan: ChunkPlan
    private let compression: Int
    /// Whether the leading dimension has its full extent already.
    private let isFixed: Bool
    /// Slabs of the chunk that is not full yet.
    private var gathered: [UInt8] = []

    init(_ object: HDF5Object, plan: ChunkPlan, compression: Int, isFixed: Bool) {
        self.object = object
        self.plan = plan
        self.compression = compression
        self.isFixed = isFixed
    }

    mutating func append(
        _ bytes: UnsafeRawBufferPointer, pieces: ArraySlice<EncodedFrame.Piece>, frame: Int
    ) throws {
        if plan.isGathered { return try append(gathered: bytes, frame: frame) }
        try extend(to: frame + 1)
        var position = 0
        for (part, piece) in zip(plan.parts, pieces) {
            // A chunk that no filter made smaller has its full size; another size would be read beyond its end.
            let isPlain = compression == 0 || piece.filterMask == 2
            guard piece.filterMask == 0 || piece.filterMask == 2,
                isPlain ? piece.byteCount == plan.chunkBytes : piece.byteCount < plan.chunkBytes
            else { throw damaged(frame) }
            try write(
                UnsafeRawBufferPointer(rebasing: bytes[position..<(position + piece.byteCount)]),
                filterMask: piece.filterMask, at: [hsize_t(frame)] + part.offset)
            position += piece.byteCount
        }
    }

    mutating func append(gathered bytes: UnsafeRawBufferPointer, frame: Int) throws {
        guard bytes.count == plan.slabCount * plan.elementSize else { throw damaged(frame) }
        gathered += bytes
        if gathered.count >= plan.chunkBytes { try writeGathered(frames: frame + 1) }
    }

    /// Writes the chunk that is not full, and sets the final extent.
    mutating func finish(frames: Int) throws {
        if !gathered.isEmpty { try writeGathered(frames: frames) }
        try extend(to: frames)
    }

    private mutating func writeGathered(frames: Int) throws {
        try extend(to: frames)
        let first = (frames - 1) / plan.framesPerChunk * plan.framesPerChunk
        let chunk = gathered.withUnsafeBytes {
            ChunkCodec.encode($0, chunkBytes: plan.chunkBytes, elementSize: plan.elementSize, level: compression)
        }
        gathered.removeAll(keepingCapacity: true)
        try chunk.bytes.withUnsafeBytes {
            try write($0, filterMask: chunk.filterMask, at: [hsize_t(first)] + plan.slabShape.map { _ in 0 })
        }
    }

    private func extend(to frames: Int) throws {
        if isFixed { return }
        var extents = [hsize_t(frames)] + plan.slabShape.map { hsize_t($0) }
        guard H5Dset_extent(object.id, &extents) >= 0 else { throw failure }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, filterMask: UInt32, at offset: [hsize_t]) throws {
        guard
            H5Dwrite_chunk(object.id, chdf5_default(), filterMask, offset, bytes.count, bytes.baseAddress) >= 0
        else { throw failure }
    }

    private var failure: StorageError {
        HDF5Library.failure("write", file: object.file, object: object.path, isWriting: true)
    }

    private func damaged(_ frame: Int) -> StorageError {
        StorageError(.corrupt, file: object.file, object: object.path, "frame \(frame) is not one of this layout")
    }
}
