/// Vectors of equal length that a method keeps between calls, so that no step allocates.
///
/// The vectors are views into one block of memory that lives as long as this object: use them only while it is held.
public final class Workspace {
    /// The length of each vector.
    public let count: Int
    private let base: UnsafeMutablePointer<Double>
    private let stride: Int

    /// - Parameters:
    ///   - count: the length of each vector.
    ///   - vectors: how many; all start as zeros, each on a 64-byte boundary.
    public init(count: Int, vectors: Int) {
        self.count = count
        stride = (count + 7) / 8 * 8
        let elements = Swift.max(stride * vectors, 1)
        base = UnsafeMutableRawPointer.allocate(byteCount: elements * 8, alignment: 64).bindMemory(
            to: Double.self, capacity: elements)
        base.initialize(repeating: 0, count: elements)
    }

    /// The same where the number of vectors is a user's choice.
    ///
    /// - Throws: ``ComputationError/tooLarge(_:)`` where they don't fit the memory that is free.
    public convenience init(checking count: Int, vectors: Int) throws {
        let (bytes, overflow) = (count + 8).multipliedReportingOverflow(by: Swift.max(vectors, 1))
        if overflow || bytes > Int.max / 8 || 8 * bytes > FreeResources.memory ?? .max {
            throw ComputationError.tooLarge(
                "\(vectors) vectors of \(count) numbers take \((8 * Double(count) * Double(vectors) / 1e9).rounded()) GB, "
                    + "more than the memory that is free")
        }
        self.init(count: count, vectors: vectors)
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }

    /// The vector at `index`.
    public subscript(index: Int) -> UnsafeMutableBufferPointer<Double> {
        UnsafeMutableBufferPointer(start: base + index * stride, count: count)
    }
}
