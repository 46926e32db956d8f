/// What a look at all numbers of a field tells.
public struct FieldStatistics: Hashable, Sendable, Codable {
    /// All numbers, finite or not.
    public var count = 0
    /// NaN and infinities.
    public var nonFiniteCount = 0
    public var nanCount = 0
    /// Of the finite numbers; `nil` where there are none.
    public var minimum: Double?
    public var maximum: Double?
    private var sum = 0.0

    public init() {}

    /// Of the finite numbers; `nil` where there are none. Summed in order, in double precision.
    public var mean: Double? {
        count > nonFiniteCount ? sum / Double(count - nonFiniteCount) : nil
    }

    /// Takes more numbers into account.
    public mutating func add(_ values: FieldValues) {
        switch values {
        case .float32(let tensor): tensor.withBuffer { add($0) }
        case .float64(let tensor): tensor.withBuffer { add($0) }
        }
    }

    private mutating func add<Scalar: TensorScalar>(_ numbers: UnsafeBufferPointer<Scalar>) {
        var low = Double.infinity
        var high = -Double.infinity
        for number in numbers {
            let value = Double(number)
            if value.isFinite {
                low = min(low, value)
                high = max(high, value)
                sum += value
            } else {
                nonFiniteCount += 1
                if value.isNaN { nanCount += 1 }
            }
        }
        count += numbers.count
        if low <= high {
            minimum = min(minimum ?? low, low)
            maximum = max(maximum ?? high, high)
        }
    }
}
