/// The numbers of a field in the precision they have; the one place where precisions are converted.
public enum FieldValues: Equatable, Sendable {
    case float32(Tensor<Float>)
    case float64(Tensor<Double>)

    public var precision: FieldPrecision {
        switch self {
        case .float32: .float32
        case .float64: .float64
        }
    }

    public var shape: [Int] {
        switch self {
        case .float32(let tensor): tensor.shape
        case .float64(let tensor): tensor.shape
        }
    }

    public var count: Int {
        switch self {
        case .float32(let tensor): tensor.count
        case .float64(let tensor): tensor.count
        }
    }

    /// The numbers as `Double`. Free where they are.
    public var doubles: Tensor<Double> {
        switch self {
        case .float32(let tensor): Self.convert(tensor)
        case .float64(let tensor): tensor
        }
    }

    /// The numbers as `Float`, rounded to nearest; beyond `Float`'s range they become infinite. Free where they are.
    public var floats: Tensor<Float> {
        switch self {
        case .float32(let tensor): tensor
        case .float64(let tensor): Self.convert(tensor)
        }
    }

    public func converted(to precision: FieldPrecision) -> FieldValues {
        switch precision {
        case .float32: .float32(floats)
        case .float64: .float64(doubles)
        }
    }

    public func reshaped(_ shape: [Int]) -> FieldValues {
        switch self {
        case .float32(let tensor): .float32(tensor.reshaped(shape))
        case .float64(let tensor): .float64(tensor.reshaped(shape))
        }
    }

    /// Zeros.
    static func zeros(_ precision: FieldPrecision, shape: [Int]) -> FieldValues {
        switch precision {
        case .float32: .float32(Tensor(shape: shape))
        case .float64: .float64(Tensor(shape: shape))
        }
    }

    /// Calls `body` with the bytes of the numbers in memory order.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch self {
        case .float32(let tensor): try tensor.withBuffer { try body(UnsafeRawBufferPointer($0)) }
        case .float64(let tensor): try tensor.withBuffer { try body(UnsafeRawBufferPointer($0)) }
        }
    }

    /// Calls `body` with the bytes of the numbers, for writing.
    mutating func withMutableBytes<Result>(
        _ body: (UnsafeMutableRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        switch self {
        case .float32(var tensor):
            self = .float32(Tensor(shape: [0]))  // so that `tensor` owns its storage alone
            defer { self = .float32(tensor) }
            return try tensor.withMutableBuffer { try body(UnsafeMutableRawBufferPointer($0)) }
        case .float64(var tensor):
            self = .float64(Tensor(shape: [0]))
            defer { self = .float64(tensor) }
            return try tensor.withMutableBuffer { try body(UnsafeMutableRawBufferPointer($0)) }
        }
    }

    private static func convert<From: TensorScalar, To: TensorScalar>(_ tensor: Tensor<From>) -> Tensor<To> {
        var result = Tensor<To>(shape: tensor.shape)
        tensor.withBuffer { source in
            result.withMutableBuffer { target in
                for index in 0..<source.count { target[index] = To(source[index]) }
            }
        }
        return result
    }
}
