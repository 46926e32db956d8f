import CLearning
import COneDNN
import COpenBLAS

/// C ← α op(A) op(B) + β C on the calling thread, with row-major matrices whose rows may be parts of longer ones.
///
/// The products inside sample-scope operations: no checks, no cutting, no memory but the stack's. ``MatrixProduct`` is the
/// one for all else.
///
/// - Parameters:
///   - rows, columns, depth: C is `rows` x `columns`, op(A) `rows` x `depth`.
///   - strideA, strideB, strideC: from one stored row to the next.
public func smallProduct<Scalar: TensorScalar>(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Scalar>, strideA: Int, transposesA: Bool = false,
    _ b: UnsafePointer<Scalar>, strideB: Int, transposesB: Bool = false, alpha: Scalar = 1, beta: Scalar = 0,
    _ c: UnsafeMutablePointer<Scalar>, strideC: Int
) {
    typealias Kernels = LearningKernels<Scalar>
    if Kernels.isSingle, transposesB, ansatz_has_tile_product() != 0 {
        ansatz_row_product_f(
            rows, columns, depth, Kernels.single(a), transposesA ? 1 : strideA, transposesA ? strideA : 1,
            Kernels.single(b), strideB, Float(alpha), Float(beta), Kernels.single(c), strideC)
    } else if Kernels.isSingle, ansatz_has_tile_product() != 0 {
        ansatz_tile_product_f(
            rows, columns, depth, Kernels.single(a), transposesA ? 1 : strideA, transposesA ? strideA : 1,
            Kernels.single(b), strideB, Float(alpha), Float(beta), Kernels.single(c), strideC, Kernels.single(c),
            strideC)
    } else if Kernels.isSingle {
        let status = dnnl_sgemm(
            CChar(UInt8(ascii: transposesA ? "T" : "N")), CChar(UInt8(ascii: transposesB ? "T" : "N")),
            dnnl_dim_t(rows), dnnl_dim_t(columns), dnnl_dim_t(depth), Float(alpha), Kernels.single(a),
            dnnl_dim_t(strideA), Kernels.single(b), dnnl_dim_t(strideB), Float(beta), Kernels.single(c),
            dnnl_dim_t(strideC))
        precondition(status == dnnl_success, "oneDNN refused a matrix product (status \(status.rawValue))")
    } else {
        LinearAlgebraLibrary.useOneThread
        cblas_dgemm(
            CblasRowMajor, transposesA ? CblasTrans : CblasNoTrans, transposesB ? CblasTrans : CblasNoTrans,
            Int32(rows), Int32(columns), Int32(depth), Double(alpha), Kernels.double(a), Int32(strideA),
            Kernels.double(b), Int32(strideB), Double(beta), Kernels.double(c), Int32(strideC))
    }
}

/// C ← A B + b with b added to every row, without gaps between the rows of any.
func biasedProduct<Scalar: TensorScalar>(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    bias: UnsafePointer<Scalar>, _ c: UnsafeMutablePointer<Scalar>
) {
    typealias Kernels = LearningKernels<Scalar>
    if Kernels.isSingle, ansatz_has_tile_product() != 0 {
        ansatz_tile_product_f(
            rows, columns, depth, Kernels.single(a), depth, 1, Kernels.single(b), columns, 1, 1, Kernels.single(bias),
            0,
            Kernels.single(c), columns)
        return
    }
    Kernels.fillColumns(bias, c, rows: rows, columns: columns)
    smallProduct(
        rows: rows, columns: columns, depth: depth, a, strideA: depth, b, strideB: columns, beta: 1, c, strideC: columns
    )
}
