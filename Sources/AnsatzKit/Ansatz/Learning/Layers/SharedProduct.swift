/// y[n] = Σᵢ x[i] W[n, i] of each sample, with a matrix W that all samples share: a trunk, or a basis.
///
/// With more rows than one in a sample, each row is multiplied.
final class SharedProduct<Scalar: TensorScalar>: Operation {
    let outputShape: [Int]
    private let rows: Int
    private let depth: Int
    private let columns: Int

    init(_ shape: [Int], columns: Int) {
        rows = shape.dropLast().reduce(1, *)
        depth = shape.last ?? 1
        self.columns = columns
        outputShape = shape.dropLast() + [columns]
    }

    var name: String { "shared_product" }
    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1]) }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        smallProduct(
            rows: call.samples * rows, columns: columns, depth: depth, call.input(0), strideA: depth, call.input(1),
            strideB: depth, transposesB: true, call.output, strideC: columns)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        if let x = call.gradient(0) {
            smallProduct(
                rows: call.samples * rows, columns: depth, depth: columns, call.outputGradient, strideA: columns,
                call.input(1), strideB: depth, beta: call.beta(0), x, strideC: depth)
        }
        if let matrix = call.gradient(1) {
            smallProduct(
                rows: columns, columns: depth, depth: call.samples * rows, call.outputGradient, strideA: columns,
                transposesA: true, call.input(0), strideB: depth, beta: call.beta(1), matrix, strideC: depth)
        }
    }
}

extension Tape {
    /// The product of each sample's last dimension with a shared matrix W: y[n] = Σᵢ x[i] W[n, i].
    ///
    /// - Parameters:
    ///   - x: (..., i), of each sample.
    ///   - matrix: (n, i), shared: what follows from constants and parameters alone.
    public func product(_ x: Value, withShared matrix: Value) throws -> Value {
        guard matrix.isShared, matrix.shape.count == 2, let depth = x.shape.last, matrix.shape[1] == depth else {
            throw ShapeMismatch("a product of \(x.shape) and a shared matrix \(matrix.shape)")
        }
        return record(SharedProduct<Scalar>(x.shape, columns: matrix.shape[0]), [x, matrix])
    }
}
