extension Tensor where Scalar == Float {
    /// op(A) op(B) for matrices of shape (rows, columns), op(X) = X or Xᵀ; the same bits for any number of threads.
    ///
    /// - Throws: ``ShapeMismatch`` where an operand is not a matrix or the inner extents differ.
    public static func product(
        _ a: Tensor, _ b: Tensor, transposingA: Bool = false, transposingB: Bool = false, threads: Threads = .one
    ) throws(ShapeMismatch) -> Tensor {
        let product = try MatrixProduct(a.shape, b.shape, transposingA, transposingB)
        var c = try Tensor(resultOf: product)
        a.withBuffer { a in b.withBuffer { b in c.withMutableBuffer { product(a, b, into: $0, threads: threads) } } }
        return c
    }

    /// C ← α op(A) op(B) + β C for matrices; C is not read where β is 0.
    ///
    /// - Throws: ``ShapeMismatch`` where an operand is not a matrix or the extents differ.
    public static func multiply(
        _ a: Tensor, _ b: Tensor, into c: inout Tensor, transposingA: Bool = false, transposingB: Bool = false,
        alpha: Float = 1, beta: Float = 0, threads: Threads = .one
    ) throws(ShapeMismatch) {
        let product = try MatrixProduct(a.shape, b.shape, transposingA, transposingB)
        try product.checkResult(c.shape)
        a.withBuffer { a in
            b.withBuffer { b in
                c.withMutableBuffer { product(a, b, into: $0, alpha: alpha, beta: beta, threads: threads) }
            }
        }
    }
}

extension Tensor where Scalar == Double {
    /// op(A) op(B) for matrices of shape (rows, columns), op(X) = X or Xᵀ; the same bits for any number of threads.
    ///
    /// - Throws: ``ShapeMismatch`` where an operand is not a matrix or the inner extents differ.
    public static func product(
        _ a: Tensor, _ b: Tensor, transposingA: Bool = false, transposingB: Bool = false, threads: Threads = .one
    ) throws(ShapeMismatch) -> Tensor {
        let product = try MatrixProduct(a.shape, b.shape, transposingA, transposingB)
        var c = try Tensor(resultOf: product)
        a.withBuffer { a in b.withBuffer { b in c.withMutableBuffer { product(a, b, into: $0, threads: threads) } } }
        return c
    }

    /// C ← α op(A) op(B) + β C for matrices; C is not read where β is 0.
    ///
    /// - Throws: ``ShapeMismatch`` where an operand is not a matrix or the extents differ.
    public static func multiply(
        _ a: Tensor, _ b: Tensor, into c: inout Tensor, transposingA: Bool = false, transposingB: Bool = false,
        alpha: Double = 1, beta: Double = 0, threads: Threads = .one
    ) throws(ShapeMismatch) {
        let product = try MatrixProduct(a.shape, b.shape, transposingA, transposingB)
        try product.checkResult(c.shape)
        a.withBuffer { a in
            b.withBuffer { b in
                c.withMutableBuffer { product(a, b, into: $0, alpha: alpha, beta: beta, threads: threads) }
            }
        }
    }
}

extension Tensor {
    fileprivate init(resultOf product: MatrixProduct) throws(ShapeMismatch) {
        let shape = [product.rows, product.columns]
        guard Tensor.elementCount(of: shape) != nil else { throw ShapeMismatch("a product of shape \(shape)") }
        self.init(shape: shape)
    }
}

extension MatrixProduct {
    fileprivate init(
        _ a: [Int], _ b: [Int], _ transposingA: Bool, _ transposingB: Bool
    ) throws(ShapeMismatch) {
        guard a.count == 2, b.count == 2 else {
            throw ShapeMismatch("a matrix product of shapes \(a) and \(b); both need two dimensions")
        }
        let (rows, depth) = transposingA ? (a[1], a[0]) : (a[0], a[1])
        let (depthOfB, columns) = transposingB ? (b[1], b[0]) : (b[0], b[1])
        guard depth == depthOfB else {
            throw ShapeMismatch(
                "a matrix product of \(rows) x \(depth) and \(depthOfB) x \(columns); the inner extents differ")
        }
        try self.init(
            rows: rows, columns: columns, depth: depth, transposesA: transposingA, transposesB: transposingB)
    }

    fileprivate func checkResult(_ shape: [Int]) throws(ShapeMismatch) {
        guard shape == [rows, columns] else {
            throw ShapeMismatch("a matrix product of shape \([rows, columns]) into a tensor of shape \(shape)")
        }
    }
}
