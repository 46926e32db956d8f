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

extension LearningKernels {
    static func add(
        _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        if isSingle {
            ansatz_add_f(single(a), single(b), single(y), count)
        } else {
            ansatz_add_d(double(a), double(b), double(y), count)
        }
    }

    /// target <- source, or target + source.
    static func copy(
        _ source: UnsafePointer<Scalar>, _ target: UnsafeMutablePointer<Scalar>, count: Int, adds: Bool
    ) {
        if adds {
            add(UnsafePointer(target), source, target, count: count)
        } else {
            target.update(from: source, count: count)
        }
    }

    static func fillRows(
        _ bias: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int
    ) {
        if isSingle {
            ansatz_fill_rows_f(single(bias), single(y), rows, columns)
        } else {
            ansatz_fill_rows_d(double(bias), double(y), rows, columns)
        }
    }

    static func addToRows(
        _ bias: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int
    ) {
        if isSingle {
            ansatz_add_to_rows_f(single(bias), single(y), rows, columns)
        } else {
            ansatz_add_to_rows_d(double(bias), double(y), rows, columns)
        }
    }

    static func rowSums(
        _ y: UnsafePointer<Scalar>, _ sums: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, adds: Bool
    ) {
        if isSingle {
            ansatz_row_sums_f(single(y), single(sums), rows, columns, adds ? 1 : 0)
        } else {
            ansatz_row_sums_d(double(y), double(sums), rows, columns, adds ? 1 : 0)
        }
    }

    static func fillColumns(
        _ bias: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int
    ) {
        if isSingle {
            ansatz_fill_columns_f(single(bias), single(y), rows, columns)
        } else {
            ansatz_fill_columns_d(double(bias), double(y), rows, columns)
        }
    }

    static func columnSums(
        _ y: UnsafePointer<Scalar>, _ sums: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, adds: Bool
    ) {
        if isSingle {
            ansatz_column_sums_f(single(y), single(sums), rows, columns, adds ? 1 : 0)
        } else {
            ansatz_column_sums_d(double(y), double(sums), rows, columns, adds ? 1 : 0)
        }
    }
}
