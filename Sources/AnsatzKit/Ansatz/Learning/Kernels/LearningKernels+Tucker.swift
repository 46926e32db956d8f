import CLearning

extension LearningKernels {
    /// y ← U x along an axis.
    static func product(
        _ axis: ansatz_axis, _ u: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>,
        into y: UnsafeMutablePointer<Scalar>
    ) {
        if isSingle {
            ansatz_axis_product_f(axis, single(u), single(x), single(y))
        } else {
            ansatz_axis_product_d(axis, double(u), double(x), double(y))
        }
    }

    /// x ← Uᴴ y along an axis, or x + Uᴴ y.
    static func productAdjoint(
        _ axis: ansatz_axis, _ u: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>,
        into x: UnsafeMutablePointer<Scalar>, adds: Bool
    ) {
        if isSingle {
            ansatz_axis_adjoint_f(axis, single(u), single(y), single(x), adds ? 1 : 0)
        } else {
            ansatz_axis_adjoint_d(axis, double(u), double(y), double(x), adds ? 1 : 0)
        }
    }

    /// Σ y x̄ for each number of a factor, lane by lane; written or added.
    static func factorSums(
        _ axis: ansatz_axis, _ y: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>,
        into sums: UnsafeMutablePointer<Scalar>, adds: Bool
    ) {
        if isSingle {
            ansatz_axis_factor_f(axis, single(y), single(x), single(sums), adds ? 1 : 0)
        } else {
            ansatz_axis_factor_d(axis, double(y), double(x), double(sums), adds ? 1 : 0)
        }
    }

    /// Makes lanes of at most 16 rows, and rows of at most 16 lanes; lanes that get no row are 0.
    static func exchangeLanes(
        _ x: UnsafePointer<Scalar>, rows: Int, into y: UnsafeMutablePointer<Scalar>, columns: Int
    ) {
        if isSingle {
            ansatz_exchange_lanes_f(single(x), Swift.min(rows, 16), single(y), Swift.min(columns, 16))
        } else {
            ansatz_exchange_lanes_d(double(x), Swift.min(rows, 16), double(y), Swift.min(columns, 16))
        }
    }

    /// y[j] ← Σ over 16 lanes of x[j], for a multiple of 16 numbers.
    static func sumLanes(_ x: UnsafePointer<Scalar>, _ count: Int, into y: UnsafeMutablePointer<Scalar>) {
        if isSingle {
            ansatz_sum_lanes_f(single(x), count, single(y))
        } else {
            ansatz_sum_lanes_d(double(x), count, double(y))
        }
    }
}
