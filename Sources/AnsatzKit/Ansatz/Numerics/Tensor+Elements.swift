extension Tensor {
    /// A tensor of the same shape with `transform` of each element.
    public func map<Result: TensorScalar, Failure: Error>(
        _ transform: (Scalar) throws(Failure) -> Result
    ) throws(Failure) -> Tensor<Result> {
        var result = Tensor<Result>(shape: shape)
        try withBuffer { source throws(Failure) in
            try result.withMutableBuffer { target throws(Failure) in
                for i in 0..<source.count { target[i] = try transform(source[i]) }
            }
        }
        return result
    }

    /// The same numbers in another precision, rounded to nearest.
    public func converted<Result: TensorScalar>(to type: Result.Type = Result.self) -> Tensor<Result> {
        map { Result($0) }
    }

    /// The largest |element|; 0 for no elements, NaN where any element is NaN.
    public var maximumMagnitude: Scalar {
        @_specialize(where Scalar == Double)
        @_specialize(where Scalar == Float)
        get { largestMagnitude() }
    }

    @inline(__always)
    private func largestMagnitude() -> Scalar {
        withBuffer { elements in
            var largest: Scalar = 0
            for element in elements {
                if element.isNaN { return .nan }
                largest = Swift.max(largest, element.magnitude)
            }
            return largest
        }
    }

    /// The indices, one per dimension, of the first element in row-major order that is infinite or not a number;
    /// `nil` where all are finite.
    public var firstNonFinite: [Int]? {
        guard var offset = withBuffer({ $0.firstIndex { !$0.isFinite } }) else { return nil }
        var indices = [Int](repeating: 0, count: shape.count)
        for dimension in shape.indices.reversed() {
            indices[dimension] = offset % shape[dimension]
            offset /= shape[dimension]
        }
        return indices
    }

    /// Whether every element is finite.
    public var isFinite: Bool { withBuffer { $0.allSatisfy(\.isFinite) } }
}
