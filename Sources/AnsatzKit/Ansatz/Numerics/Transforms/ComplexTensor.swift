/// A dense row-major array of complex numbers; a value, as ``Tensor`` is.
public struct ComplexTensor<Scalar: TensorScalar>: Equatable, Sendable {
    /// The real and imaginary parts side by side: ``shape`` with a last dimension of 2 added.
    public private(set) var parts: Tensor<Scalar>

    /// The extent of each dimension, slowest first.
    public var shape: [Int] { Array(parts.shape.dropLast()) }

    /// The number of complex numbers.
    public var count: Int { parts.count / 2 }

    /// A tensor of zeros.
    ///
    /// - Precondition: twice the product of `shape` fits an `Int`.
    public init(shape: [Int]) { parts = Tensor(shape: shape + [2]) }

    /// - Precondition: `elements.count` is the product of `shape`.
    public init(_ elements: some Collection<Complex<Scalar>>, shape: [Int]) {
        parts = Tensor(elements.flatMap { [$0.re, $0.im] }, shape: shape + [2])
    }

    /// All elements in row-major order.
    public var elements: [Complex<Scalar>] { withBuffer { Array($0) } }

    /// Calls `body` with the elements, for reading.
    @inlinable
    public func withBuffer<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Complex<Scalar>>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try parts.withBuffer { parts throws(Failure) in
            // Two numbers of one type side by side have the layout of `Complex`.
            try body(UnsafeRawBufferPointer(parts).assumingMemoryBound(to: Complex<Scalar>.self))
        }
    }

    /// Calls `body` with the elements, for writing. Copies them first where the storage is shared.
    public mutating func withMutableBuffer<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Complex<Scalar>>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try parts.withMutableBuffer { parts throws(Failure) in
            try body(UnsafeMutableRawBufferPointer(parts).assumingMemoryBound(to: Complex<Scalar>.self))
        }
    }
}

extension ComplexTensor: Codable {
    /// - Throws: `DecodingError` where the stored tensor does not hold pairs.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        parts = try container.decode(Tensor<Scalar>.self)
        guard parts.shape.last == 2 else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a complex tensor needs a last extent of 2, not the shape \(parts.shape)")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(parts)
    }
}
