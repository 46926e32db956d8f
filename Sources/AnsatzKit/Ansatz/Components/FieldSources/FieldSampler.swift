/// The values of a field source at the points of one grid, at any time.
///
/// One sampler belongs to one method; it keeps scratch memory between calls.
public protocol FieldSampler: AnyObject {
    /// The number of points.
    var count: Int { get }

    /// Writes the values at a time, row-major.
    ///
    /// - Throws: where a file can't be read, a time lies outside the data, or a value is not finite.
    func sample(at time: Double, into values: UnsafeMutableBufferPointer<Double>) throws
}

extension FieldSampler {
    /// Writes the values at a time.
    ///
    /// - Precondition: `values` has as many elements as there are points.
    public func sample(at time: Double, into values: inout Tensor<Double>) throws {
        precondition(values.count == count, "\(values.count) values for \(count) points")
        try values.withMutableBuffer { try sample(at: time, into: $0) }
    }

    /// The value of a function of time alone.
    ///
    /// - Precondition: the sampler was made without axes.
    public func value(at time: Double) throws -> Double {
        var value = 0.0
        try withUnsafeMutablePointer(to: &value) { pointer in
            try sample(at: time, into: UnsafeMutableBufferPointer(start: pointer, count: 1))
        }
        return value
    }
}

final class FormulaSampler: FieldSampler {
    private let evaluator: ExpressionEvaluator
    private let axes: [Axis]

    init(_ evaluator: ExpressionEvaluator, axes: [Axis]) {
        self.evaluator = evaluator
        self.axes = axes
    }

    var count: Int { evaluator.count }

    func sample(at time: Double, into values: UnsafeMutableBufferPointer<Double>) throws {
        evaluator.evaluate(time: time, into: values)
        guard isFinite(UnsafeBufferPointer(values)) else {
            let index = values.firstIndex { !$0.isFinite } ?? 0
            throw ComputationError.badInput(
                "the formula '\(evaluator.expression.text)' is not finite at t = \(time)\(place(of: index))",
                help: "check divisions, logarithms and roots in it")
        }
    }

    private func place(of index: Int) -> String {
        var rest = index
        var parts: [String] = []
        for axis in axes.reversed() {
            parts.append("\(axis.name) = \(axis.coordinate(at: rest % axis.count))")
            rest /= axis.count
        }
        return parts.isEmpty ? "" : ", " + parts.joined(separator: ", ")
    }
}
