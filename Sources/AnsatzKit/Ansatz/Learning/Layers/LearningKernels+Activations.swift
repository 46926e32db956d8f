import CLearning

extension LearningKernels {
    static func activate(
        _ activation: Activation, _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        switch (activation, isSingle) {
        case (.relu, true): learning_relu_f32(single(x), single(y), count)
        case (.relu, false): learning_relu_f64(double(x), double(y), count)
        case (.tanh, true): learning_tanh_f32(single(x), single(y), count)
        case (.tanh, false): learning_tanh_f64(double(x), double(y), count)
        case (.silu, true): learning_silu_f32(single(x), single(y), count)
        case (.silu, false): learning_silu_f64(double(x), double(y), count)
        case (.sine, true): learning_sine_f32(single(x), single(y), count)
        case (.sine, false): learning_sine_f64(double(x), double(y), count)
        case (.gelu, _), (.identity, _): preconditionFailure("\(activation) is recorded otherwise")
        }
    }

    /// - Parameter x: the result for relu and tanh, else the argument.
    static func activationAdjoint(
        _ activation: Activation, _ x: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>,
        _ dx: UnsafeMutablePointer<Scalar>, count: Int, adds: Bool
    ) {
        let adds: Int32 = adds ? 1 : 0
        switch (activation, isSingle) {
        case (.relu, true): learning_relu_adjoint_f32(single(x), single(dy), single(dx), count, adds)
        case (.relu, false): learning_relu_adjoint_f64(double(x), double(dy), double(dx), count, adds)
        case (.tanh, true): learning_tanh_adjoint_f32(single(x), single(dy), single(dx), count, adds)
        case (.tanh, false): learning_tanh_adjoint_f64(double(x), double(dy), double(dx), count, adds)
        case (.silu, true): learning_silu_adjoint_f32(single(x), single(dy), single(dx), count, adds)
        case (.silu, false): learning_silu_adjoint_f64(double(x), double(dy), double(dx), count, adds)
        case (.sine, true): learning_sine_adjoint_f32(single(x), single(dy), single(dx), count, adds)
        case (.sine, false): learning_sine_adjoint_f64(double(x), double(dy), double(dx), count, adds)
        case (.gelu, _), (.identity, _): preconditionFailure("\(activation) is recorded otherwise")
        }
    }

    /// s[r] = Σ x[r, c] y[r, c].
    static func innerProducts(
        _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, _ s: UnsafeMutablePointer<Scalar>, rows: Int,
        depth: Int
    ) {
        if isSingle {
            ansatz_row_products_f(single(x), single(y), single(s), rows, depth, 0)
        } else {
            ansatz_row_products_d(double(x), double(y), double(s), rows, depth, 0)
        }
    }

    /// y[r, c] = g[r] x[r, c], or added.
    static func scaleRowsByEach(
        _ g: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, rows: Int,
        depth: Int, adds: Bool
    ) {
        if isSingle {
            ansatz_scale_rows_f(single(g), single(x), single(y), rows, depth, adds ? 1 : 0)
        } else {
            ansatz_scale_rows_d(double(g), double(x), double(y), rows, depth, adds ? 1 : 0)
        }
    }
}
