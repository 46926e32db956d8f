/// A type of number that tensors hold: `Float` or `Double`.
public protocol TensorScalar: BinaryFloatingPoint, SIMDScalar, Sendable, Codable {
    /// The name that scenarios and files use: `float32` or `float64`.
    static var precisionName: String { get }
}

extension Float: TensorScalar {
    public static var precisionName: String { "float32" }
}

extension Double: TensorScalar {
    public static var precisionName: String { "float64" }
}

/// A dense array of numbers in row-major order (the last index varies fastest).
///
/// A value: copies are independent, and share storage until one of them is written. Storage is contiguous and 64-byte
/// aligned. Kernels work on the buffers of ``withBuffer(_:)`` and ``withMutableBuffer(_:)``; element access through
/// the subscript is for set-up and tests.
public struct Tensor<Scalar: TensorScalar>: @unchecked Sendable {
    // Sendable: the storage is written only while this value is its sole owner.
    /// The extent of each dimension, slowest first; empty for a single number.
    public private(set) var shape: [Int]

    @usableFromInline var storage: AlignedStorage<Scalar>

    /// The number of elements.
    public var count: Int { storage.count }

    /// A tensor with every element equal to `value`.
    ///
    /// - Precondition: extents are not negative and their product fits an `Int`; check sizes that come from outside
    ///   with ``elementCount(of:)`` first.
    public init(repeating value: Scalar = 0, shape: [Int]) {
        self.shape = shape
        storage = AlignedStorage(count: shape.reduce(1, *))
        storage.base.initialize(repeating: value, count: storage.count)
    }

    /// A tensor of the given elements in row-major order.
    ///
    /// - Precondition: `elements.count` is the product of `shape`.
    public init(_ elements: some Collection<Scalar>, shape: [Int]) {
        precondition(elements.count == shape.reduce(1, *), "\(elements.count) elements do not fill \(shape)")
        self.shape = shape
        storage = AlignedStorage(count: elements.count)
        _ = UnsafeMutableBufferPointer(start: storage.base, count: storage.count).initialize(from: elements)
    }

    /// A tensor of one dimension.
    public init(_ elements: some Collection<Scalar>) {
        self.init(elements, shape: [elements.count])
    }

    /// The product of extents, or `nil` where it does not fit an `Int` or an extent is negative.
    public static func elementCount(of shape: [Int]) -> Int? {
        var count = 1
        for extent in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            if overflow || extent < 0 { return nil }
            count = product
        }
        return count
    }

    /// The same elements under another shape of equal count.
    public func reshaped(_ shape: [Int]) -> Tensor {
        precondition(shape.reduce(1, *) == count, "shape \(shape) does not hold \(count) elements")
        var copy = self
        copy.shape = shape
        return copy
    }

    /// All elements in row-major order.
    public var elements: [Scalar] { withBuffer { Array($0) } }

    /// The element at one index per dimension.
    public subscript(indices: Int...) -> Scalar {
        get { storage.base[offset(indices)] }
        set {
            makeUnique()
            storage.base[offset(indices)] = newValue
        }
    }

    private func offset(_ indices: [Int]) -> Int {
        precondition(indices.count == shape.count, "\(indices.count) indices for \(shape.count) dimensions")
        var offset = 0
        for (index, extent) in zip(indices, shape) {
            precondition((0..<extent).contains(index), "index \(index) outside 0..<\(extent)")
            offset = offset * extent + index
        }
        return offset
    }

    /// Calls `body` with the elements, for reading.
    @inlinable
    public func withBuffer<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Scalar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: storage.base, count: storage.count))
    }

    /// Calls `body` with the elements, for writing. Copies them first where the storage is shared.
    @inlinable
    public mutating func withMutableBuffer<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Scalar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        makeUnique()
        return try body(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
    }

    @inlinable
    mutating func makeUnique() {
        if !isKnownUniquelyReferenced(&storage) { storage = AlignedStorage(copying: storage) }
    }
}

extension Tensor: Equatable {
    /// Equal shapes and equal elements (as numbers: a NaN equals nothing).
    public static func == (left: Tensor, right: Tensor) -> Bool {
        left.shape == right.shape && left.withBuffer { a in right.withBuffer { b in a.elementsEqual(b) } }
    }
}

/// Uniquely owned memory of trivial elements on a 64-byte boundary.
@usableFromInline
final class AlignedStorage<Scalar: TensorScalar> {
    @usableFromInline let base: UnsafeMutablePointer<Scalar>
    @usableFromInline let count: Int

    @usableFromInline
    init(count: Int) {
        let bytes = Swift.max(count, 1) * MemoryLayout<Scalar>.stride
        base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(
            to: Scalar.self, capacity: Swift.max(count, 1))
        self.count = count
    }

    @usableFromInline
    convenience init(copying other: AlignedStorage) {
        self.init(count: other.count)
        base.initialize(from: other.base, count: count)
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }
}
