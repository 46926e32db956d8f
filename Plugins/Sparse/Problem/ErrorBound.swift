import Ansatz

/// How far an answer can be from the solution of A x = b, given that no eigenvalue of (A + Aᵀ)/2 lies below λ:
///
///     ‖x* − x‖₂ ≤ ‖b − A x‖₂ / λ
///
/// since λ‖e‖² ≤ eᵀA e ≤ ‖e‖ ‖A e‖. The residual is computed here in double precision; what rounding may have taken from
/// it, γ (|A| |x| + |b|) for each element with γ = (k + 2) u / (1 − (k + 2) u) and k terms, is added.
struct ErrorBound {
    /// Of ‖x* − x‖₂.
    let absolute: Double
    /// The same over ‖x‖₂.
    let relative: Double

    init(_ matrix: SparseMatrix, _ x: Tensor<Double>, _ b: Tensor<Double>, λ: Double) {
        var (squares, doubts, size) = (0.0, 0.0, 0.0)
        x.withBuffer { x in
            b.withBuffer { b in
                for row in 0..<matrix.rows {
                    let positions = matrix.rowStarts[row]..<matrix.rowStarts[row + 1]
                    var (residual, magnitude) = (b[row], abs(b[row]))
                    for position in positions {
                        let term = matrix.values[position] * x[Int(matrix.columnIndices[position])]
                        residual -= term
                        magnitude += abs(term)
                    }
                    let terms = Double(positions.count + 2) * .ulpOfOne / 2
                    let doubt = terms / (1 - terms) * magnitude
                    squares += residual * residual
                    doubts += doubt * doubt
                    size += x[row] * x[row]
                }
            }
        }
        // The norms and the magnitudes are rounded too, by no more than this together.
        let slack = 1 + 4 * Double(matrix.rows + 64) * .ulpOfOne
        absolute = slack * (squares.squareRoot() + doubts.squareRoot()) / λ
        relative = size > 0 ? slack * absolute / size.squareRoot() : (absolute == 0 ? 0 : .greatestFiniteMagnitude)
    }
}
