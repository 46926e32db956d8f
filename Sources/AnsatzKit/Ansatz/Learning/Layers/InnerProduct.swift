/// y[k] = Σᵢ a[k, i] b[k, i] of each sample: a row of each in common.
final class InnerProduct<Scalar: TensorScalar>: Operation {
    let outputShape: [Int]
    private let rows: Int
    private let depth: Int

    init(rows: Int, depth: Int) {
        self.rows = rows
        self.depth = depth
        outputShape = [rows]
    }

    var name: String { "inner_product" }
    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1]) }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        LearningKernels.innerProducts(
            call.input(0), call.input(1), call.output, rows: call.samples * rows, depth: depth)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        for operand in 0..<2 {
            guard let target = call.gradient(operand) else { continue }
            LearningKernels.scaleRowsByEach(
                call.outputGradient, call.input(1 - operand), target, rows: call.samples * rows, depth: depth,
                adds: call.accumulates(operand))
        }
    }
}

extension Tape {
    /// The inner products of the rows of two values of each sample.
    ///
    /// - Parameters:
    ///   - a, b: (rows, i), or (i) for one row; of each sample.
    /// - Returns: (rows).
    public func innerProduct(_ a: Value, _ b: Value) throws -> Value {
        guard a.shape == b.shape, !a.isShared, !b.isShared, let depth = a.shape.last else {
            throw ShapeMismatch("inner products of \(a.shape) and \(b.shape)")
        }
        return record(InnerProduct<Scalar>(rows: a.count / max(depth, 1), depth: depth), [a, b])
    }
}
