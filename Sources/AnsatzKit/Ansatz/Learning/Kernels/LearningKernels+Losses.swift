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
