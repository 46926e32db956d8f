import CLearning

extension LearningKernels {
    static func activate(
        _ activation: Activation, _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        switch (activation, isSingle) {
        case (.relu, true): ansatz_relu_f(single(x), single(y), count)
        case (.relu, false): ansatz_relu_d(double(x), double(y), count)
        case (.tanh, true): ansatz_tanh_f(single(x), single(y), count)
        case (.tanh, false): ansatz_tanh_d(double(x), double(y), count)
        case (.silu, true): ansatz_silu_f(single(x), single(y), count)
        case (.silu, false): ansatz_silu_d(double(x), double(y), count)
        case (.sine, true): ansatz_sine_f(single(x), single(y), count)
        case (.sine, false): ansatz_sine_d(double(x), double(y), count)
        case (.gelu, true): ansatz_gelu_f(single(x), single(y), count)
        case (.gelu, false): ansatz_gelu_d(double(x), double(y), count)
        case (.identity, _): y.update(from: x, count: count)
        }
    }

    /// - Parameter x: the result for relu and tanh, else the argument.
    static func activationAdjoint(
        _ activation: Activation, _ x: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>,
        _ dx: UnsafeMutablePointer<Scalar>, count: Int, adds: Bool
    ) {
        let adds: Int32 = adds ? 1 : 0
        switch (activation, isSingle) {
        case (.relu, true): ansatz_relu_adjoint_f(single(x), single(dy), single(dx), count, adds)
        case (.relu, false): ansatz_relu_adjoint_d(double(x), double(dy), double(dx), count, adds)
        case (.tanh, true): ansatz_tanh_adjoint_f(single(x), single(dy), single(dx), count, adds)
        case (.tanh, false): ansatz_tanh_adjoint_d(double(x), double(dy), double(dx), count, adds)
        case (.silu, true): ansatz_silu_adjoint_f(single(x), single(dy), single(dx), count, adds)
        case (.silu, false): ansatz_silu_adjoint_d(double(x), double(dy), double(dx), count, adds)
        case (.sine, true): ansatz_sine_adjoint_f(single(x), single(dy), single(dx), count, adds)
        case (.sine, false): ansatz_sine_adjoint_d(double(x), double(dy), double(dx), count, adds)
        case (.gelu, true): ansatz_gelu_adjoint_f(single(x), single(dy), single(dx), count, adds)
        case (.gelu, false): ansatz_gelu_adjoint_d(double(x), double(dy), double(dx), count, adds)
        case (.identity, _): copy(dy, dx, count: count, adds: adds != 0)
        }
    }
}
