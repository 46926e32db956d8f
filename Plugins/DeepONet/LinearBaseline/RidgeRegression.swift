import Ansatz

/// Ridge regression of many outputs on the same inputs, by one eigendecomposition of the smaller Gram matrix.
///
/// With centred inputs X (samples x numbers) and outputs Y: W = Yᵀ X (Xᵀ X + λ)⁻¹ where there are more samples than
/// numbers, else Yᵀ (X Xᵀ + λ)⁻¹ X, stored as two factors.
struct RidgeRegression {
    let inputMean: Tensor<Double>
    /// X where the second form is used, for which it is the first factor; `nil` for the first form.
    let inner: Tensor<Double>?
    private let inputs: Tensor<Double>
    private let eigen: SymmetricEigendecomposition
    /// Rows of the eigenvectors' matrix seen by samples: V itself, or X V.
    private let seen: Tensor<Double>

    private var samples: Int { inputs.shape[0] }
    private var isDual: Bool { inner != nil }

    /// The largest Gram matrix that is decomposed.
    private static let limit = 6000
    /// Outputs on which λ is chosen.
    private static let judges = 64

    init(of data: TrainingData, _ run: RunContext) throws {
        let n = data.samples.count
        let width = data.task.inputs.reduce(0) { $0 + $1.count }
        guard min(n, width) <= Self.limit else {
            throw ComputationError.tooLarge(
                "\(n) samples of \(width) numbers are too many for least squares: set 'method' to train")
        }
        var rows = Tensor<Double>(shape: [n, width])
        var start = 0
        for (index, variable) in data.task.inputs.enumerated() {
            let part = try data.normalizedInput(index, samples: 0..<n)
            part.withBuffer { part in
                rows.withMutableBuffer { rows in
                    for row in 0..<n {
                        for i in 0..<variable.count { rows[row * width + start + i] = part[row * variable.count + i] }
                    }
                }
            }
            start += variable.count
        }
        inputMean = CenteredRows.center(&rows)
        let isDual = n <= width
        try run.checkCancellation()
        eigen = try SymmetricEigendecomposition(
            of: try Tensor.product(rows, rows, transposingA: !isDual, transposingB: isDual, threads: run.threads))
        // Rows of `vectors` are eigenvectors.
        seen =
            isDual
            ? eigen.vectors.transposedMatrix
            : try Tensor.product(rows, eigen.vectors, transposingB: true, threads: run.threads)
        inner = isDual ? rows : nil
        inputs = rows
    }

    /// - Parameter ridge: λ over the largest eigenvalue; chosen where `nil`.
    func fit(
        output index: Int, of data: TrainingData, ridge: Double?, _ run: RunContext
    ) throws -> (matrix: Tensor<Double>, mean: Tensor<Double>, ridge: Double) {
        try run.checkCancellation()
        var outputs = try data.normalizedOutput(index, samples: 0..<samples)
        let mean = CenteredRows.center(&outputs)
        let largest = max(eigen.values.elements.last ?? 0, 1e-300)
        let ridge = try ridge ?? chosen(outputs, largest, run)
        let weights = inverse(ridge * largest, largest)
        // Dual: α = V (Λ + λ)⁻¹ Vᵀ Y, W = αᵀ X. Else W = (V (Λ + λ)⁻¹ (X V)ᵀ Y)ᵀ.
        let projected = try Tensor.product(seen, outputs, transposingA: true, threads: run.threads)
        let scaled = projected.scalingRows(by: weights)
        let solution = try Tensor.product(
            scaled, isDual ? seen.transposedMatrix : eigen.vectors, transposingA: true, threads: run.threads)
        return (solution, mean, ridge)
    }

    /// 1/(Λ + λ), and 0 for directions that the data do not have. One such is (1, …, 1) of centred samples: with it, each
    /// sample would follow from the others.
    private func inverse(_ ridge: Double, _ largest: Double) -> [Double] {
        eigen.values.elements.map { $0 > 1e-12 * largest ? 1 / ($0 + ridge) : 0 }
    }

    /// The λ with the smallest sum of squares of leave-one-out residuals, over up to 64 of the outputs.
    private func chosen(_ outputs: Tensor<Double>, _ largest: Double, _ run: RunContext) throws -> Double {
        let width = outputs.shape[1]
        let step = max(width / Self.judges, 1)
        let columns = stride(from: 0, to: width, by: step).prefix(Self.judges).map { $0 }
        let judged = Tensor(
            (0..<samples * columns.count).map { outputs[$0 / columns.count, columns[$0 % columns.count]] },
            shape: [samples, columns.count])
        let projected = try Tensor.product(seen, judged, transposingA: true, threads: run.threads)
        var best = (ridge: 1e-8, error: Double.infinity)
        for exponent in -12...0 {
            try run.checkCancellation()
            var ridge = 1.0
            for _ in 0..<(-exponent) { ridge /= 10 }
            let weights = inverse(ridge * largest, largest)
            let fitted = try Tensor.product(seen, projected.scalingRows(by: weights), threads: run.threads)
            var error = 0.0
            for row in 0..<samples {
                var leverage = isDual ? 0 : 1 / Double(samples)
                for k in weights.indices { leverage += seen[row, k] * seen[row, k] * weights[k] }
                for column in 0..<columns.count {
                    // Dual: α over the diagonal of the inverse; else the residual over 1 - leverage.
                    let residual =
                        isDual
                        ? fitted[row, column] / max(leverage, 1e-300)
                        : (judged[row, column] - fitted[row, column]) / max(1 - leverage, 1e-12)
                    error += residual * residual
                }
            }
            if error < best.error { best = (ridge, error) }
        }
        return best.ridge
    }
}

extension Tensor where Scalar == Double {
    fileprivate func scalingRows(by factors: [Double]) -> Tensor {
        let columns = shape[1]
        var result = self
        result.withMutableBuffer { numbers in
            for i in numbers.indices { numbers[i] *= factors[i / columns] }
        }
        return result
    }
}
