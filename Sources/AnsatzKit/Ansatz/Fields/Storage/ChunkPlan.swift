/// How a variable that grows along its leading dimension is cut into chunks.
///
/// One slab (what one frame holds) is one chunk. Slabs over 4 MiB are cut along their slowest dimensions, so that every
/// chunk is a contiguous range of the slab; slabs under 4 KiB are gathered, several frames to a chunk, since a chunk
/// costs about 50 bytes of index and a search.
struct ChunkPlan: Hashable {
    /// A contiguous part of the slab that one chunk holds.
    struct Part: Hashable {
        /// Where the chunk starts in the file, without the leading dimension.
        var offset: [UInt64]
        var firstElement: Int
        /// Fewer than a chunk has at the edge.
        var count: Int
    }

    static let largestChunk = 4 << 20
    static let gatherBelow = 4 << 10
    static let gatheredChunk = 32 << 10
    static let mostFramesInChunk = 1024

    let slabShape: [Int]
    /// The chunk's extents, without the leading dimension.
    let chunkShape: [Int]
    let framesPerChunk: Int
    let elementSize: Int
    let parts: [Part]

    var slabCount: Int { slabShape.reduce(1, *) }
    /// Whether chunks hold whole slabs, several where there are several.
    var isGathered: Bool { parts.isEmpty }
    /// Bytes of one chunk before compression.
    var chunkBytes: Int { chunkShape.reduce(framesPerChunk * elementSize, *) }

    /// - Parameter frames: the number of frames, where it is known beforehand.
    /// - Precondition: extents are positive and the slab's bytes fit an `Int`.
    init(slabShape: [Int], elementSize: Int, frames: Int? = nil) {
        self.slabShape = slabShape
        self.elementSize = elementSize
        let slabBytes = slabShape.reduce(elementSize, *)
        if slabBytes < Self.gatherBelow {
            chunkShape = slabShape
            let most = max(1, min(Self.mostFramesInChunk, Self.gatheredChunk / slabBytes))
            framesPerChunk = max(1, min(most, frames ?? most))
            parts = []
            return
        }
        framesPerChunk = 1
        chunkShape = Self.chunkShape(of: slabShape, elementSize: elementSize)
        parts = Self.parts(of: slabShape, chunkShape: chunkShape)
    }

    /// Chunk extents of at most ``largestChunk`` bytes: ones, then a share of one dimension, then all of the rest.
    static func chunkShape(of shape: [Int], elementSize: Int) -> [Int] {
        var chunk = shape
        for dimension in shape.indices {
            let rest = shape[(dimension + 1)...].reduce(elementSize, *)
            if shape[dimension] * rest <= largestChunk { break }
            let most = max(1, largestChunk / rest)
            // Equal shares, so that the last chunk is not a sliver.
            let shares = (shape[dimension] + most - 1) / most
            chunk[dimension] = (shape[dimension] + shares - 1) / shares
            if most > 1 { break }
        }
        return chunk
    }

    private static func parts(of shape: [Int], chunkShape: [Int]) -> [Part] {
        guard let cut = shape.indices.last(where: { chunkShape[$0] < shape[$0] }) else {
            return [Part(offset: shape.map { _ in 0 }, firstElement: 0, count: shape.reduce(1, *))]
        }
        let rest = shape[(cut + 1)...].reduce(1, *)
        let outer = shape[..<cut].reduce(1, *)
        var parts: [Part] = []
        for row in 0..<outer {
            var offset = [UInt64](repeating: 0, count: shape.count)
            var remaining = row
            for dimension in (0..<cut).reversed() {
                offset[dimension] = UInt64(remaining % shape[dimension])
                remaining /= shape[dimension]
            }
            for start in stride(from: 0, to: shape[cut], by: chunkShape[cut]) {
                offset[cut] = UInt64(start)
                let extent = min(chunkShape[cut], shape[cut] - start)
                parts.append(
                    Part(offset: offset, firstElement: (row * shape[cut] + start) * rest, count: extent * rest))
            }
        }
        return parts
    }
}
