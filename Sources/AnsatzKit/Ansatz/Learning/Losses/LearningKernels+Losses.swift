import CLearning

extension LearningKernels {
    /// Σ (x - y)², with Σ y².
    static func distance(
        _ count: Int, _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>
    ) -> (distance: Double, reference: Double) {
        var reference = 0.0
        let distance =
            isSingle
            ? learning_distance_f32(count, single(x), single(y), &reference)
            : learning_distance_f64(count, double(x), double(y), &reference)
        return (distance, reference)
    }

    /// g = factor (x - y), or added.
    static func scaledDifference(
        _ count: Int, _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, factor: Double, adds: Bool,
        into g: UnsafeMutablePointer<Scalar>
    ) {
        if isSingle {
            learning_scaled_difference_f32(count, single(x), single(y), factor, adds ? 1 : 0, single(g))
        } else {
            learning_scaled_difference_f64(count, double(x), double(y), factor, adds ? 1 : 0, double(g))
        }
    }

    /// w = D f.
    static func differences(
        _ rule: inout learning_differences, _ f: UnsafePointer<Scalar>, into w: UnsafeMutablePointer<Scalar>
    ) {
        if isSingle {
            learning_differences_f32(&rule, single(f), single(w))
        } else {
            learning_differences_f64(&rule, double(f), double(w))
        }
    }

    /// g += Dᵀ w.
    static func addDifferencesAdjoint(
        _ rule: inout learning_differences, _ w: UnsafePointer<Scalar>, to g: UnsafeMutablePointer<Scalar>
    ) {
        if isSingle {
            learning_differences_adjoint_f32(&rule, single(w), single(g))
        } else {
            learning_differences_adjoint_f64(&rule, double(w), double(g))
        }
    }
}
