import Ansatz

/// The Helmholtz equation on a grid, from the discretization of diffusion with a reaction of the other sign.
struct HelmholtzDiscretization {
    /// −Δ + k² with the sources and wall data of the real and imaginary part.
    let real: BoxDiscretization
    let imaginary: BoxDiscretization?
    let wavenumber: Double
    let damping: Double
    var grid: BoxGrid { real.grid }

    /// A system whose answer is the solution's real part, and below it the imaginary one where there is damping.
    func system(_ run: RunContext) -> HelmholtzSystem {
        let stencil = real.stencil
        let undamped = GridDiffusionSystem(
            DiffusionStencil(
                shape: stencil.shape, faces: stencil.faces, reaction: Self.scaled(stencil.reaction, by: -1)),
            axes: grid.unknownAxes, .symmetric, threads: run.threads)
        guard let imaginary else {
            return HelmholtzSystem(
                undamped: undamped, damping: nil, rightHandSide: real.rightHandSide,
                preconditioning: GridDiffusionSystem(
                    stencil, axes: grid.unknownAxes, .symmetricPositiveDefinite,
                    eigenvalueLowerBound: real.lowestEigenvalue, threads: run.threads))
        }
        var b = Tensor<Double>(shape: [2] + grid.shape)
        let count = grid.unknowns
        real.rightHandSide.withBuffer { top in
            imaginary.rightHandSide.withBuffer { bottom in
                b.withMutableBuffer { b in
                    for index in 0..<count {
                        b[index] = top[index]
                        b[count + index] = -bottom[index]
                    }
                }
            }
        }
        return HelmholtzSystem(
            undamped: undamped, damping: Self.scaled(stencil.reaction, by: damping), rightHandSide: b,
            preconditioning: doubled(run))
    }

    private static func scaled(
        _ coefficient: DiffusionStencil.Coefficient, by factor: Double
    ) -> DiffusionStencil.Coefficient {
        switch coefficient {
        case .constant(let value): return .constant(factor * value)
        case .values(let values):
            var product = values
            product.withMutableBuffer { for index in $0.indices { $0[index] *= factor } }
            return .values(product)
        }
    }

    /// −Δ + k² for both components, which nothing connects; `nil` where that would be a fourth axis.
    private func doubled(_ run: RunContext) -> GridDiffusionSystem? {
        guard grid.sides.count < 3 else { return nil }
        let stencil = real.stencil
        func twice(_ coefficient: DiffusionStencil.Coefficient) -> DiffusionStencil.Coefficient {
            guard case .values(let values) = coefficient else { return coefficient }
            let elements = values.elements
            return .values(Tensor(elements + elements, shape: [2] + values.shape))
        }
        let faces = stencil.faces.map { faces in
            var copy = faces
            copy.coefficient = twice(faces.coefficient)
            return copy
        }
        return GridDiffusionSystem(
            DiffusionStencil(
                shape: [2] + stencil.shape, faces: [DiffusionStencil.Faces(.constant(0))] + faces,
                reaction: twice(stencil.reaction)),
            axes: [HelmholtzSystem.componentAxis] + grid.unknownAxes, .symmetricPositiveDefinite,
            eigenvalueLowerBound: real.lowestEigenvalue, threads: run.threads)
    }

    /// A bound of the distance of an answer from the exact solution of the discrete equations, as ``ErrorBound``: the
    /// matrix is that of a normal operator whose eigenvalues λ − k² (1 + iβ) are known, λ those of −Δ.
    func errorBound(of solution: Tensor<Double>, _ system: HelmholtzSystem) -> ErrorBound {
        var residual = Tensor<Double>(shape: system.shape)
        system.residual(of: solution, into: &residual)
        let weights = grid.weights
        let count = grid.unknowns
        var (squares, size, volume) = (0.0, 0.0, 0.0)
        residual.withBuffer { r in
            solution.withBuffer { x in
                weights.withBuffer { weights in
                    for index in r.indices {
                        let weight = weights[index % count]
                        squares += r[index] * r[index] / weight
                        size += weight * x[index] * x[index]
                        if index < count { volume += weight }
                    }
                }
            }
        }
        let smallest = weights.withBuffer { $0.min() } ?? 1
        let row = real.largestRow + damping * wavenumber * wavenumber
        let rounding =
            (ErrorBound.roundings + 4 * 0x1p-53) * (norm2(system.rightHandSide) + row * norm2(solution))
            / smallest.squareRoot()
        let slack = 1 + 0x1p-50 * Double(max(residual.count, 16))
        let distance = grid.distance(
            fromEigenvaluesTo: wavenumber * wavenumber, imaginary: damping * wavenumber * wavenumber)
        return ErrorBound(
            bound: slack * (squares.squareRoot() + rounding) / distance, size: size.squareRoot(), volume: volume)
    }
}
