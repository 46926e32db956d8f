import CLearning

/// The C kernels of layers, in the precision of the tape.
enum LearningKernels<Scalar: TensorScalar> {
    static var isSingle: Bool { Scalar.self == Float.self }

    static func single(_ pointer: UnsafePointer<Scalar>) -> UnsafePointer<Float> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Float.self)
    }

    static func single(_ pointer: UnsafeMutablePointer<Scalar>) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Float.self)
    }

    static func double(_ pointer: UnsafePointer<Scalar>) -> UnsafePointer<Double> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Double.self)
    }

    static func double(_ pointer: UnsafeMutablePointer<Scalar>) -> UnsafeMutablePointer<Double> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Double.self)
    }
}

extension LearningKernels {
    static func sumSlices(
        _ total: UnsafeMutablePointer<Scalar>, _ slices: UnsafePointer<Scalar>, stride: Int, slices number: Int,
        count: Int, adds: Bool
    ) {
        if isSingle {
            ansatz_sum_slices_f(single(total), single(slices), stride, Int32(number), count, adds ? 1 : 0)
        } else {
            ansatz_sum_slices_d(double(total), double(slices), stride, Int32(number), count, adds ? 1 : 0)
        }
    }
}
