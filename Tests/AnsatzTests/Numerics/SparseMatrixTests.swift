import Ansatz
import Testing

@Suite("Sparse matrices")
struct SparseMatrixTests {
    //  1 0 2
    //  0 0 3
    private let matrix = Result {
        try SparseMatrix(rows: 2, columns: 3, rowStarts: [0, 2, 3], columnIndices: [0, 2, 2], values: [1, 2, 3])
    }

    @Test("Entries, products and the transpose of a small matrix")
    func small() throws {
        let matrix = try matrix.get()
        #expect(matrix[0, 0] == 1 && matrix[0, 1] == 0 && matrix[0, 2] == 2 && matrix[1, 2] == 3 && matrix[1, 0] == 0)
        #expect(product(matrix, [1, 10, 100]) == [201, 300])
        #expect(product(matrix.transposed, [1, 10]) == [1, 0, 32])
        #expect(matrix.transposed.transposed == matrix)
        #expect(matrix.diagonal == [1, 0])
        #expect(!matrix.isSymmetric())
    }

    private func product(_ matrix: SparseMatrix, _ x: [Double], threads: Int = 1) -> [Double] {
        var y = [Double](repeating: .nan, count: matrix.rows)
        x.withUnsafeBufferPointer { x in
            y.withUnsafeMutableBufferPointer { matrix.apply(x, into: $0, threads: Threads(threads)) }
        }
        return y
    }

    @Test("Arrays that are no matrix are refused, with the row")
    func refusals() {
        func refusal(_ rows: Int, _ columns: Int, _ starts: [Int], _ indices: [Int32], _ values: [Double]) -> String? {
            do {
                _ = try SparseMatrix(
                    rows: rows, columns: columns, rowStarts: starts, columnIndices: indices, values: values)
                return nil
            } catch { return error.description }
        }
        #expect(refusal(1, 1, [0], [], []) != nil)
        #expect(refusal(-1, 1, [0], [], []) != nil)
        #expect(refusal(1, .max, [0, 0], [], []) != nil)
        #expect(refusal(2, 2, [0, 2, 1], [0, 1], [1, 1]) != nil)
        #expect(refusal(1, 2, [0, 2], [0], [1, 1]) != nil)
        #expect(refusal(2, 2, [0, 5, 2], [0, 1], [1, 1])?.contains("row 0") == true)
        #expect(refusal(1, 2, [0, 2], [1, 0], [1, 1])?.contains("row 0 are not ascending") == true)
        #expect(refusal(1, 2, [0, 2], [1, 1], [1, 1])?.contains("row 0 are not ascending") == true)
        #expect(refusal(1, 2, [0, 1], [2], [1])?.contains("column 2") == true)
        #expect(refusal(1, 2, [0, 1], [-1], [1]) != nil)
        #expect(refusal(0, 0, [0], [], []) == nil)
    }

    @Test("Symmetry is that of values and of pattern")
    func symmetry() throws {
        func matrix(_ lower: Double?) throws -> SparseMatrix {
            try SparseMatrix(
                rows: 2, columns: 2, rowStarts: lower == nil ? [0, 2, 3] : [0, 2, 4],
                columnIndices: lower == nil ? [0, 1, 1] : [0, 1, 0, 1],
                values: [4, 1] + (lower.map { [$0] } ?? []) + [4])
        }
        #expect(try matrix(1).isSymmetric())
        #expect(try !matrix(1.5).isSymmetric())
        #expect(try matrix(1.5).isSymmetric(tolerance: 0.2))
        #expect(try !matrix(nil).isSymmetric())
        #expect(try !matrix(.nan).isSymmetric(tolerance: 1))
    }

    @Test("A large product has the same bits on any number of threads")
    func threads() throws {
        let faces = DiffusionStencil.Faces(.constant(1), lowerWall: 1)
        let matrix = try DiffusionStencil(shape: [150, 151], faces: [faces, faces]).assembled()
        var random = RandomStream(seed: 5, purpose: "vector")
        let x = random.normalTensor(shape: [matrix.columns]).elements
        let one = product(matrix, x)
        #expect(product(matrix, x, threads: 2) == one && product(matrix, x, threads: 3) == one)
    }
}
