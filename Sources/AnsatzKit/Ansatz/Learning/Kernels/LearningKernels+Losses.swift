import CLearning

extension LearningKernels {
    /// Σ (x - y)², with Σ y².
    static func distance(
        _ count: Int, _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>
    ) -> (distance: Double, reference: Double) {
        var reference = 0.0
        let distance =
            isSingle
            ? ansatz_distance_f(count, single(x), single(y), &reference)
            : ansatz_distance_d(count, double(x), double(y), &reference)
        return (distance, reference)
    }

    /// g = factor (x - y), or added.
    static func scaledDifference(
        _ count: Int, _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, factor: Double, adds: Bool,
        into g: UnsafeMutablePointer<Scalar>
    ) {
        if isSingle {
            ansatz_scaled_difference_f(count, single(x), single(y), factor, adds ? 1 : 0, single(g))
        } else {
            ansatz_scaled_difference_d(count, double(x), double(y), factor, adds ? 1 : 0, double(g))
        }
    }

    /// The mean of (x - y)² over `count` numbers, of each sample.
    static func meanSquares(
        _ samples: Int, _ count: Int, _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>,
        into means: UnsafeMutablePointer<Scalar>
    ) {
        if isSingle {
            ansatz_mean_squares_f(samples, count, single(x), single(y), single(means))
        } else {
            ansatz_mean_squares_d(samples, count, double(x), double(y), double(means))
        }
    }

    /// g = 2 w (x - y) / count with a weight w of each sample, or added.
    static func meanSquaresAdjoint(
        _ samples: Int, _ count: Int, _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>,
        weights: UnsafePointer<Scalar>, adds: Bool, into g: UnsafeMutablePointer<Scalar>
    ) {
        if isSingle {
            ansatz_mean_squares_adjoint_f(
                samples, count, single(x), single(y), single(weights), adds ? 1 : 0, single(g))
        } else {
            ansatz_mean_squares_adjoint_d(
                samples, count, double(x), double(y), double(weights), adds ? 1 : 0, double(g))
        }
    }

    /// w = D f.
    static func differences(
        _ rule: inout ansatz_differences, _ f: UnsafePointer<Scalar>, into w: UnsafeMutablePointer<Scalar>
    ) {
        if isSingle {
            ansatz_differences_f(&rule, single(f), single(w))
        } else {
            ansatz_differences_d(&rule, double(f), double(w))
        }
    }

    /// g += Dᵀ w.
    static func addDifferencesAdjoint(
        _ rule: inout ansatz_differences, _ w: UnsafePointer<Scalar>, to g: UnsafeMutablePointer<Scalar>
    ) {
        if isSingle {
            ansatz_differences_adjoint_f(&rule, single(w), single(g))
        } else {
            ansatz_differences_adjoint_d(&rule, double(w), double(g))
        }
    }
}
