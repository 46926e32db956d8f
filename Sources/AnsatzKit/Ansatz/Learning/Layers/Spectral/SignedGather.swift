import CLearning

/// A sparse matrix with few entries a row, applied by gathering: y[j] = Σₜ cₜ[j] x[iₜ[j]].
///
/// Results are written in runs of a given length, each at a given distance from the last. In single precision 16 rows at a
/// time take what they need from windows of 16 neighbours, see ``PermutationSteps``.
struct SignedGather<Scalar: TensorScalar> {
    private typealias Kernels = LearningKernels<Scalar>
    private let terms: Int
    private let count: Int
    private let length: Int
    /// [term][row]; rows with fewer terms have coefficient 0 and index 0.
    private let indices: [Int32]
    private let coefficients: [Scalar]
    private let steps: PermutationSteps?

    init(_ rows: [[(Int, Double)]], run length: Int) {
        steps = Kernels.isSingle ? PermutationSteps(rows) : nil
        terms = rows.map(\.count).max() ?? 0
        count = rows.count
        self.length = length
        var (indices, coefficients) = ([Int32](), [Scalar]())
        for term in 0..<terms {
            for row in rows {
                indices.append(term < row.count ? Int32(row[term].0) : 0)
                coefficients.append(term < row.count ? Scalar(row[term].1) : 0)
            }
        }
        self.indices = indices
        self.coefficients = coefficients
    }

    /// - Parameter stride: from the start of a run of results to that of the next.
    func run(
        _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, stride: Int, adds: Bool
    ) {
        if let steps {
            steps.run(Kernels.single(x), into: Kernels.single(y), count, length: length, stride: stride, adds: adds)
            return
        }
        indices.withUnsafeBufferPointer { indices in
            coefficients.withUnsafeBufferPointer { coefficients in
                guard let indices = indices.baseAddress, let coefficients = coefficients.baseAddress else { return }
                if Kernels.isSingle {
                    ansatz_gather_f(
                        Kernels.single(x), indices, Kernels.single(coefficients), Int32(terms), count,
                        Kernels.single(y), length, stride, adds ? 1 : 0)
                } else {
                    ansatz_gather_d(
                        Kernels.double(x), indices, Kernels.double(coefficients), Int32(terms), count,
                        Kernels.double(y), length, stride, adds ? 1 : 0)
                }
            }
        }
    }
}
