import CLearning

extension LearningKernels {
    static func scaleRows(
        _ gate: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, rows: Int,
        columns: Int, adds: Bool
    ) {
        if isSingle {
            ansatz_scale_rows_f(single(gate), single(x), single(y), rows, columns, adds ? 1 : 0)
        } else {
            ansatz_scale_rows_d(double(gate), double(x), double(y), rows, columns, adds ? 1 : 0)
        }
    }

    static func rowProducts(
        _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, _ sums: UnsafeMutablePointer<Scalar>, rows: Int,
        columns: Int, adds: Bool
    ) {
        if isSingle {
            ansatz_row_products_f(single(x), single(y), single(sums), rows, columns, adds ? 1 : 0)
        } else {
            ansatz_row_products_d(double(x), double(y), double(sums), rows, columns, adds ? 1 : 0)
        }
    }

    /// y = gelu(z + b) with b by row, and the slopes where they are wanted.
    static func biasedGelu(
        _ z: UnsafePointer<Scalar>, _ bias: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>,
        _ slope: UnsafeMutablePointer<Scalar>?, rows: Int, columns: Int
    ) {
        if isSingle {
            ansatz_biased_gelu_f(single(z), single(bias), single(y), slope.map(single), rows, columns)
        } else {
            ansatz_biased_gelu_d(double(z), double(bias), double(y), slope.map(double), rows, columns)
        }
    }

    /// y = a b, and the sums of its rows where they are wanted.
    static func multiply(
        _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>,
        sums: UnsafeMutablePointer<Scalar>?, rows: Int, columns: Int, adds: Bool
    ) {
        if isSingle {
            ansatz_multiply_rows_f(
                single(a), single(b), single(y), sums.map(single), rows, columns, adds ? 1 : 0)
        } else {
            ansatz_multiply_rows_d(
                double(a), double(b), double(y), sums.map(double), rows, columns, adds ? 1 : 0)
        }
    }
}
