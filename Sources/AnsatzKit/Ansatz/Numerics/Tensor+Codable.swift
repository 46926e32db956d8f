import FoundationEssentials

extension Tensor: Codable {
    private enum CodingKeys: String, CodingKey { case shape, precision, elements }

    /// Writes the shape, the precision's name and the elements' bytes, little-endian: every bit returns, those of NaNs
    /// too.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(shape, forKey: .shape)
        try container.encode(Scalar.precisionName, forKey: .precision)
        try container.encode(withBuffer { Data($0.littleEndianBytes) }, forKey: .elements)
    }

    /// Reads what ``encode(to:)`` wrote.
    ///
    /// - Throws: `DecodingError` where the precision is another, the shape is not one, or the bytes do not fill it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let shape = try container.decode([Int].self, forKey: .shape)
        let precision = try container.decode(String.self, forKey: .precision)
        guard precision == Scalar.precisionName else {
            throw DecodingError.dataCorruptedError(
                forKey: .precision, in: container,
                debugDescription: "the tensor is stored in \(precision), not in \(Scalar.precisionName)")
        }
        let bytes = try container.decode(Data.self, forKey: .elements)
        let stride = MemoryLayout<Scalar>.stride
        guard let count = Tensor.elementCount(of: shape), bytes.count % stride == 0, bytes.count / stride == count
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .elements, in: container,
                debugDescription: "\(bytes.count) bytes do not fill the shape \(shape)")
        }
        self.init(shape: shape)
        withMutableBuffer { elements in
            _ = bytes.withUnsafeBytes { $0.copyBytes(to: UnsafeMutableRawBufferPointer(elements)) }
        }
    }
}

extension UnsafeBufferPointer where Element: TensorScalar {
    /// The elements' bytes. Swift runs on little-endian machines only where this package's libraries exist.
    fileprivate var littleEndianBytes: UnsafeRawBufferPointer {
        #if _endian(big)
            #error("stored tensors are little-endian; add byte swapping for this machine")
        #endif
        return UnsafeRawBufferPointer(self)
    }
}
