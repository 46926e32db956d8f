import CCompression

/// HDF5's shuffle and deflate filters, done by us so that any thread may compress while another one writes.
enum ChunkCodec {
    /// One chunk as it will lie in the file.
    struct Encoded {
        var bytes: [UInt8]
        /// HDF5's filter mask: bit 1 is set where deflate did not make it smaller and was left out.
        var filterMask: UInt32
    }

    /// - Parameters:
    ///   - raw: the elements; where fewer than `chunkBytes`, zeros follow.
    ///   - level: 0 for no filters at all, else deflate's level.
    static func encode(_ raw: UnsafeRawBufferPointer, chunkBytes: Int, elementSize: Int, level: Int) -> Encoded {
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        chunk.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw.prefix(chunkBytes))) }
        guard level > 0 else { return Encoded(bytes: chunk, filterMask: 0) }
        let shuffled = [UInt8](unsafeUninitializedCapacity: chunkBytes) { target, count in
            ccompression_shuffle(target.baseAddress, chunk, elementSize, chunkBytes / elementSize)
            count = chunkBytes
        }
        // Deflate may use as much as the chunk has; where it needs more it does not help.
        var length = uLongf(chunkBytes)
        let deflated = [UInt8](unsafeUninitializedCapacity: chunkBytes) { target, count in
            let result = compress2(target.baseAddress, &length, shuffled, uLong(chunkBytes), Int32(level))
            count = result == Z_OK ? Int(length) : 0
        }
        return deflated.isEmpty || deflated.count >= chunkBytes
            ? Encoded(bytes: shuffled, filterMask: 2) : Encoded(bytes: deflated, filterMask: 0)
    }

    /// A checksum against torn and damaged records.
    static func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
        func sum(_ buffer: UnsafeBufferPointer<UInt8>) -> uLong { crc32_z(0, buffer.baseAddress, buffer.count) }
        let checksum = bytes.withContiguousStorageIfAvailable(sum) ?? Array(bytes).withUnsafeBufferPointer(sum)
        return UInt32(truncatingIfNeeded: checksum)
    }
}
