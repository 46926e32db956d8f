import CAnsatz
import COneDNN
import COpenBLAS

/// The product C ← α op(A) op(B) + β C of row-major matrices, with op(X) = X or Xᵀ.
///
/// op(A) is `rows` x `depth`, op(B) is `depth` x `columns`, C is `rows` x `columns`. Single precision is computed by
/// oneDNN, double precision by OpenBLAS. C is cut into panels that depend on the extents alone, each computed on one
/// thread: the number of threads never changes a bit. A product with few rows and columns and a large depth has one
/// panel and runs on one thread; cut its depth outside and add the parts in order.
public struct MatrixProduct: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    public let depth: Int
    /// Whether A is stored as its transpose, `depth` x `rows`.
    public let transposesA: Bool
    /// Whether B is stored as its transpose, `columns` x `depth`.
    public let transposesB: Bool

    /// - Throws: ``ShapeMismatch`` where an extent is negative or above 2³¹ - 1.
    public init(
        rows: Int, columns: Int, depth: Int, transposesA: Bool = false, transposesB: Bool = false
    ) throws(ShapeMismatch) {
        for extent in [rows, columns, depth] where extent < 0 || extent > Int(Int32.max) {
            throw ShapeMismatch("a matrix product with an extent of \(extent); extents are in 0...\(Int32.max)")
        }
        self.rows = rows
        self.columns = columns
        self.depth = depth
        self.transposesA = transposesA
        self.transposesB = transposesB
    }

    /// Computes the product in single precision.
    ///
    /// - Precondition: the buffers have the extents' counts and `c` overlaps neither `a` nor `b`.
    public func callAsFunction(
        _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, into c: UnsafeMutableBufferPointer<Float>,
        alpha: Float = 1, beta: Float = 0, threads: Threads = .one
    ) {
        run(a, b, c, beta, threads) { a, b, c, rows, columns in
            // Its own threads would cut the panel by their number.
            let before = ansatz_library_threads()
            ansatz_set_library_threads(1)
            let status = dnnl_sgemm(
                letter(transposesA), letter(transposesB), dnnl_dim_t(rows), dnnl_dim_t(columns), dnnl_dim_t(depth),
                alpha, a, dnnl_dim_t(strideA), b, dnnl_dim_t(strideB), beta, c, dnnl_dim_t(self.columns))
            ansatz_set_library_threads(before)
            precondition(status == dnnl_success, "oneDNN refused a matrix product (status \(status.rawValue))")
        }
    }

    /// Computes the product in double precision.
    ///
    /// - Precondition: the buffers have the extents' counts and `c` overlaps neither `a` nor `b`.
    public func callAsFunction(
        _ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
        into c: UnsafeMutableBufferPointer<Double>, alpha: Double = 1, beta: Double = 0, threads: Threads = .one
    ) {
        LinearAlgebraLibrary.useOneThread
        run(a, b, c, beta, threads) { a, b, c, rows, columns in
            cblas_dgemm(
                CblasRowMajor, transposesA ? CblasTrans : CblasNoTrans, transposesB ? CblasTrans : CblasNoTrans,
                Int32(rows), Int32(columns), Int32(depth), alpha, a, Int32(strideA), b, Int32(strideB),
                beta, c, Int32(self.columns))
        }
    }

    private var strideA: Int { Swift.max(transposesA ? rows : depth, 1) }
    private var strideB: Int { Swift.max(transposesB ? depth : columns, 1) }

    private func letter(_ transposed: Bool) -> CChar { CChar(UInt8(ascii: transposed ? "T" : "N")) }

    private typealias Panel<Scalar> = (
        UnsafePointer<Scalar>, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, _ rows: Int, _ columns: Int
    ) -> Void

    private func run<Scalar: TensorScalar>(
        _ a: UnsafeBufferPointer<Scalar>, _ b: UnsafeBufferPointer<Scalar>, _ c: UnsafeMutableBufferPointer<Scalar>,
        _ beta: Scalar, _ threads: Threads, panel: Panel<Scalar>
    ) {
        precondition(
            a.count == rows * depth && b.count == depth * columns && c.count == rows * columns,
            "buffers of \(a.count), \(b.count), \(c.count) elements for \(self)")
        guard rows > 0, columns > 0, let c = c.baseAddress else { return }
        guard depth > 0, let a = a.baseAddress, let b = b.baseAddress else {
            for i in 0..<rows * columns { c[i] = beta == 0 ? 0 : c[i] * beta }
            return
        }
        if rows >= columns {
            threads.forEach(0..<rows, grain: panelExtent(across: columns)) { block in
                let first = block.lowerBound
                panel(a + (transposesA ? first : first * depth), b, c + first * columns, block.count, columns)
            }
        } else {
            threads.forEach(0..<columns, grain: panelExtent(across: rows)) { block in
                let first = block.lowerBound
                panel(a, b + (transposesB ? first * depth : first), c + first, rows, block.count)
            }
        }
    }

    /// Rows (or columns) a panel: about 8 million multiplications, some ten microseconds at least, in multiples of 48,
    /// which the kernels' register tiles divide; 240 at least, so that packing the other operand anew for each panel
    /// stays cheap.
    private func panelExtent(across other: Int) -> Int {
        let work = other.multipliedReportingOverflow(by: depth)
        let wanted = work.overflow ? 1 : (8 << 20) / Swift.max(work.partialValue, 1)
        return Swift.min(Swift.max(wanted / 48, 5), 1 << 20) * 48
    }
}
