/// y + b with a shared b: one number for all, or one for each of the first dimension.
final class SharedAddition<Scalar: TensorScalar>: Operation {
    let outputShape: [Int]
    private let count: Int
    private let terms: Int

    init(_ shape: [Int], terms: Int) {
        outputShape = shape
        count = shape.reduce(1, *)
        self.terms = terms
    }

    var name: String { "add_shared" }
    var adjointNeeds: AdjointNeeds { AdjointNeeds() }
    var overwritableInput: Int? { 0 }
    var passedGradient: Int? { 0 }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        let run = count / terms
        for sample in 0..<call.samples {
            let (x, y) = (call.input(0) + sample * count, call.output + sample * count)
            if run == 1 {
                for i in 0..<count { y[i] = x[i] + call.input(1)[i] }
                continue
            }
            for term in 0..<terms {
                let shift = call.input(1)[term]
                for i in (term * run)..<((term + 1) * run) { y[i] = x[i] + shift }
            }
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        if let target = call.gradient(0), UnsafePointer(target) != call.outputGradient {
            LearningKernels.copy(
                call.outputGradient, target, count: call.samples * count, adds: call.accumulates(0))
        }
        guard let target = call.gradient(1) else { return }
        let run = count / terms
        if !call.accumulates(1) { target.update(repeating: 0, count: terms) }
        for sample in 0..<call.samples {
            let source = call.outputGradient + sample * count
            if run == 1 {
                for i in 0..<count { target[i] += source[i] }
                continue
            }
            for term in 0..<terms {
                var sum: Scalar = 0
                for i in (term * run)..<((term + 1) * run) { sum += source[i] }
                target[term] += sum
            }
        }
    }
}

extension Tape {
    /// x + b, with one shared number for all of x, one for each of its first dimension, or one for each number.
    public func addShared(_ x: Value, _ b: Value) throws -> Value {
        guard b.isShared, !x.isShared, b.count == 1 || b.count == x.count || b.count == x.shape.first else {
            throw ShapeMismatch("\(x.shape) plus a shared \(b.shape)")
        }
        return record(SharedAddition<Scalar>(x.shape, terms: b.count), [x, b])
    }
}
