import CLearning

extension LearningKernels {
    /// Σ x².
    static func squareSum(_ count: Int, _ x: UnsafePointer<Scalar>) -> Double {
        isSingle ? ansatz_square_sum_f(count, single(x)) : ansatz_square_sum_d(count, double(x))
    }

    /// A step of Adam for a piece of the vector; whether all new numbers are finite.
    static func adam(
        _ constants: UnsafePointer<ansatz_adam>, _ count: Int, _ jointRun: Int?, _ p: UnsafeMutablePointer<Scalar>,
        _ g: UnsafePointer<Scalar>, _ m: UnsafeMutablePointer<Scalar>, _ v: UnsafeMutablePointer<Scalar>
    ) -> Bool {
        switch (isSingle, jointRun) {
        case (true, nil): ansatz_adam_f(constants, count, single(p), single(g), single(m), single(v)) != 0
        case (false, nil): ansatz_adam_d(constants, count, double(p), double(g), double(m), double(v)) != 0
        case (true, let run?):
            ansatz_adam_joint_f(constants, count, run, single(p), single(g), single(m), single(v)) != 0
        case (false, let run?):
            ansatz_adam_joint_d(constants, count, run, double(p), double(g), double(m), double(v)) != 0
        }
    }
}
