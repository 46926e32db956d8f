import Ansatz

/// The mean and principal components of an output over training samples, as a basis: coefficients of the training data
/// have the deviation 1.
struct PrincipalComponents {
    /// A number for each point.
    let mean: Tensor<Double>
    /// (points, modes): mode k times its deviation over the samples.
    let modes: Tensor<Double>

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where there are fewer samples or points than modes.
    init(of data: TrainingData, output index: Int, modes wanted: Int, threads: Threads) throws {
        let variable = data.task.outputs[index]
        let limit = min(max(data.samples.count - 1, 0), variable.count)
        guard wanted <= limit else {
            throw ComputationError.unsuitable(
                "\(data.samples.count) training samples of \(variable.count) points have \(limit) principal components, "
                    + "fewer than \(wanted)", help: "set 'modes' to \(limit) or less")
        }
        var rows = try data.normalizedOutput(index, samples: 0..<data.samples.count)
        mean = CenteredRows.center(&rows)
        let (n, d) = (rows.shape[0], rows.shape[1])
        // The smaller of X Xᵀ and Xᵀ X.
        let gram = try Tensor.product(rows, rows, transposingA: n > d, transposingB: n <= d, threads: threads)
        let eigen = try SymmetricEigendecomposition(of: gram)
        // Ascending order: the last ones are the largest.
        let size = min(n, d)
        var columns: [[Double]] = []
        for k in 0..<wanted {
            let place = size - 1 - k
            let value = max(eigen.values[place], 0)
            let vector = Tensor(
                (0..<size).map { eigen.vectors[place, $0] }, shape: n <= d ? [1, size] : [size, 1])
            // With X = U S Vᵀ: the mode v_k s_k / √n, from U by Xᵀ u_k = s_k v_k where that is the smaller problem.
            let scale = 1 / Double(n).squareRoot()
            columns.append(
                n <= d
                    ? try Tensor.product(vector, rows, threads: threads).elements.map { $0 * scale }
                    : vector.elements.map { $0 * value.squareRoot() * scale })
        }
        modes = Tensor((0..<d * wanted).map { columns[$0 % wanted][$0 / wanted] }, shape: [d, wanted])
    }
}

/// Rows less their mean.
enum CenteredRows {
    static func center(_ rows: inout Tensor<Double>) -> Tensor<Double> {
        let (n, d) = (rows.shape[0], rows.shape[1])
        var mean = Tensor<Double>(shape: [d])
        rows.withMutableBuffer { rows in
            mean.withMutableBuffer { mean in
                for row in 0..<n { for i in 0..<d { mean[i] += rows[row * d + i] } }
                for i in 0..<d { mean[i] /= Double(max(n, 1)) }
                for row in 0..<n { for i in 0..<d { rows[row * d + i] -= mean[i] } }
            }
        }
        return mean
    }
}
