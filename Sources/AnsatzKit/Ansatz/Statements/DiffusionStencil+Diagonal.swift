extension DiffusionStencil {
    /// The entries aᵢᵢ, without assembling the matrix.
    public func diagonal() -> Tensor<Double> {
        var diagonal =
            switch reaction {
            case .constant(let σ): Tensor(repeating: σ, shape: shape)
            case .values(let σ): σ
            }
        diagonal.withMutableBuffer { d in
            for (axis, faces) in faces.enumerated() {
                let extent = shape[axis]
                // A point that is its own neighbour: what leaves it comes back.
                if faces.isPeriodic, extent == 1 { continue }
                let inner = shape[(axis + 1)...].reduce(1, *)
                for outer in 0..<shape[..<axis].reduce(1, *) {
                    for index in 0..<extent {
                        let row = (outer * extent + index) * inner
                        switch faces.coefficient {
                        case .constant(let k):
                            let lower = index == 0 && !faces.isPeriodic ? faces.lowerWall : k
                            let upper = index == extent - 1 && !faces.isPeriodic ? faces.upperWall : k
                            for j in row..<(row + inner) { d[j] += lower + upper }
                        case .values(let values):
                            values.withBuffer { k in
                                let face = (outer * (extent + 1) + index) * inner
                                for j in 0..<inner { d[row + j] += k[face + j] + k[face + inner + j] }
                            }
                        }
                    }
                }
            }
        }
        return diagonal
    }
}
