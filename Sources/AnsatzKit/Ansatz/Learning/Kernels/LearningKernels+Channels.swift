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
        _ z: UnsafePointer<Scalar>, _ bias: UnsafePointer<Scalar>?, _ y: UnsafeMutablePointer<Scalar>,
        _ slope: UnsafeMutablePointer<Scalar>?, rows: Int, columns: Int
    ) {
        if isSingle {
            ansatz_biased_gelu_f(single(z), bias.map(single), single(y), slope.map(single), rows, columns)
        } else {
            ansatz_biased_gelu_d(double(z), bias.map(double), double(y), slope.map(double), rows, columns)
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

    /// What a block ends with: f(z + b + g v) with b and g by row, f gelu or the identity.
    struct Gate {
        var bias: UnsafePointer<Scalar>?
        var gate: UnsafePointer<Scalar>?
        var v: UnsafePointer<Scalar>?
        var activates: Bool
    }

    static func gated(
        _ z: UnsafePointer<Scalar>, _ end: Gate, _ y: UnsafeMutablePointer<Scalar>, strideY: Int, rows: Int,
        columns: Int
    ) {
        let activates: Int32 = end.activates ? 1 : 0
        if isSingle {
            ansatz_gated_f(
                single(z), end.bias.map(single), end.gate.map(single), end.v.map(single), activates, single(y), strideY,
                rows, columns)
        } else {
            ansatz_gated_d(
                double(z), end.bias.map(double), end.gate.map(double), end.v.map(double), activates, double(y), strideY,
                rows, columns)
        }
    }

    /// The gradients of z, b and g.
    static func gatedAdjoint(
        _ z: UnsafePointer<Scalar>, _ end: Gate, _ dy: UnsafePointer<Scalar>, strideY: Int,
        _ dz: UnsafeMutablePointer<Scalar>, bias: UnsafeMutablePointer<Scalar>?, gate: UnsafeMutablePointer<Scalar>?,
        rows: Int, columns: Int, adds: (bias: Bool, gate: Bool)
    ) {
        let activates: Int32 = end.activates ? 1 : 0
        let sums: Int32 = (adds.bias ? 1 : 0) + (adds.gate ? 2 : 0)
        if isSingle {
            ansatz_gated_adjoint_f(
                single(z), end.bias.map(single), end.gate.map(single), end.v.map(single), activates, single(dy),
                strideY,
                single(dz), bias.map(single), gate.map(single), rows, columns, sums)
        } else {
            ansatz_gated_adjoint_d(
                double(z), end.bias.map(double), end.gate.map(double), end.v.map(double), activates, double(dy),
                strideY,
                double(dz), bias.map(double), gate.map(double), rows, columns, sums)
        }
    }

    /// Rows of any distance, copied or added.
    static func copyRows(
        _ x: UnsafePointer<Scalar>, strideX: Int, _ y: UnsafeMutablePointer<Scalar>, strideY: Int, rows: Int,
        columns: Int, adds: Bool = false
    ) {
        if isSingle {
            ansatz_copy_rows_f(single(x), strideX, single(y), strideY, rows, columns, adds ? 1 : 0)
        } else {
            ansatz_copy_rows_d(double(x), strideX, double(y), strideY, rows, columns, adds ? 1 : 0)
        }
    }
}
