extension Tensor where Scalar == Double {
    /// The transpose of a matrix.
    ///
    /// - Precondition: it has two dimensions.
    public var transposedMatrix: Tensor<Double> {
        let (rows, columns) = (shape[0], shape[1])
        var result = Tensor(shape: [columns, rows])
        withBuffer { source in
            result.withMutableBuffer { target in
                for row in 0..<rows {
                    for column in 0..<columns { target[column * rows + row] = source[row * columns + column] }
                }
            }
        }
        return result
    }
}
