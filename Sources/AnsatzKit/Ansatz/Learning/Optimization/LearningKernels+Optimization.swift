import CLearning

extension LearningKernels {
    /// Σ x².
    static func squareSum(_ count: Int, _ x: UnsafePointer<Scalar>) -> Double {
        isSingle ? learning_square_sum_f32(count, single(x)) : learning_square_sum_f64(count, double(x))
    }

    /// A step of Adam for a piece of the vector; whether all new numbers are finite.
    static func adam(
        _ constants: UnsafePointer<learning_adam>, _ count: Int, _ jointRun: Int?, _ p: UnsafeMutablePointer<Scalar>,
        _ g: UnsafePointer<Scalar>, _ m: UnsafeMutablePointer<Scalar>, _ v: UnsafeMutablePointer<Scalar>
    ) -> Bool {
        switch (isSingle, jointRun) {
        case (true, nil): learning_adam_f32(constants, count, single(p), single(g), single(m), single(v)) != 0
        case (false, nil): learning_adam_f64(constants, count, double(p), double(g), double(m), double(v)) != 0
        case (true, let run?):
            learning_adam_joint_f32(constants, count, run, single(p), single(g), single(m), single(v)) != 0
        case (false, let run?):
            learning_adam_joint_f64(constants, count, run, double(p), double(g), double(m), double(v)) != 0
        }
    }
}
