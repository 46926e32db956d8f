/// y[k] = Σᵢ a[k, i] b[k, i] of each sample; where a has one row only, it goes with every row of b.
final class InnerProduct<Scalar: TensorScalar>: Operation {
    let outputShape: [Int]
    private let rows: Int
    private let depth: Int
    private let repeats: Bool

    init(rows: Int, depth: Int, repeats: Bool) {
        self.rows = rows
        self.depth = depth
        self.repeats = repeats
        outputShape = [rows]
    }

    var name: String { "inner_product" }
    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1]) }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        if !repeats {
            LearningKernels.rowProducts(
                call.input(0), call.input(1), call.output, rows: call.samples * rows, columns: depth, adds: false)
            return
        }
        for sample in 0..<call.samples {
            smallProduct(
                rows: rows, columns: 1, depth: depth, call.input(1) + sample * rows * depth, strideA: depth,
                call.input(0) + sample * depth, strideB: 1, call.output + sample * rows, strideC: 1)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        if let b = call.gradient(1) {
            for sample in 0..<(repeats ? call.samples : 0) {
                smallProduct(
                    rows: rows, columns: depth, depth: 1, call.outputGradient + sample * rows, strideA: 1,
                    call.input(0) + sample * depth, strideB: depth, beta: call.beta(1), b + sample * rows * depth,
                    strideC: depth)
            }
            if !repeats { scale(call, operand: 1) }
        }
        if let a = call.gradient(0) {
            for sample in 0..<(repeats ? call.samples : 0) {
                smallProduct(
                    rows: 1, columns: depth, depth: rows, call.outputGradient + sample * rows, strideA: rows,
                    call.input(1) + sample * rows * depth, strideB: depth, beta: call.beta(0), a + sample * depth,
                    strideC: depth)
            }
            if !repeats { scale(call, operand: 0) }
        }
    }

    private func scale(_ call: AdjointCall<Scalar>, operand: Int) {
        guard let target = call.gradient(operand) else { return }
        LearningKernels.scaleRows(
            call.outputGradient, call.input(1 - operand), target, rows: call.samples * rows, columns: depth,
            adds: call.accumulates(operand))
    }
}

extension Tape {
    /// The inner products of the rows of two values of each sample.
    ///
    /// - Parameters:
    ///   - a: (rows, i), or (i) for one row that goes with all rows of b.
    ///   - b: (rows, i), or (i).
    /// - Returns: (rows).
    public func innerProduct(_ a: Value, _ b: Value) throws -> Value {
        guard let depth = b.shape.last, depth > 0, a.shape.last == depth, !a.isShared, !b.isShared,
            a.count == b.count || a.count == depth
        else {
            throw ShapeMismatch("inner products of \(a.shape) and \(b.shape)")
        }
        let layer = InnerProduct<Scalar>(rows: b.count / depth, depth: depth, repeats: a.count != b.count)
        return record(layer, [a, b])
    }
}
