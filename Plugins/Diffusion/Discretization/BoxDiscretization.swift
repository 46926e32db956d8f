import Ansatz

/// Finite volumes around the points of a grid for −∇·(a ∇u) + c u = f, second order.
///
/// Each unknown stands for the part of a cell around it: all of one inside, a half on a wall with a given derivative, a
/// quarter or eighth where such walls meet. The balance of that part is divided by the volume of a *whole* cell, so that
/// the matrix is symmetric; rows on such walls are therefore those of the differential equation times the weight wᵢ:
///
///     wᵢ cᵢ uᵢ + Σ_faces (a_f / h²) w_f (uᵢ − u_neighbour) = wᵢ fᵢ + Σ_free walls aᵢ gᵢ w_f / h
///
/// w_f is the part of a whole face, g the outward derivative. Given values pass to the right-hand side.
struct BoxDiscretization {
    let grid: BoxGrid
    let stencil: DiffusionStencil
    /// The right-hand side for the unknowns u − ``shift``.
    private(set) var rightHandSide: Tensor<Double>
    /// What is taken off the unknowns: the value on the walls, where it is the same on all of them.
    let shift: Double
    let boundary: BoundaryData
    /// The smallest coefficient across each axis, and the smallest reaction.
    let lowestCoefficients: [Double]
    let lowestReaction: Double
    /// How large the part of a singular system's right-hand side was that no flux can balance, relative to all of it.
    private(set) var incompatibility: Double?

    /// - Parameters:
    ///   - coefficients: a at all points, one for each axis of the grid, slowest first.
    ///   - reaction: c at the unknowns.
    ///   - source: f at the unknowns; taken over as the right-hand side.
    init(
        _ grid: BoxGrid, coefficients: [PointValues], mean: FaceMean, reaction: PointValues, source: Tensor<Double>,
        boundary: BoundaryData
    ) throws {
        self.grid = grid
        self.boundary = boundary
        shift = boundary.common ?? 0
        lowestCoefficients = coefficients.map(\.minimum)
        lowestReaction = reaction.minimum
        let weights = grid.hasEqualWeights ? nil : grid.weights
        stencil = DiffusionStencil(
            shape: grid.shape,
            faces: grid.sides.indices.map { BoxFaces(grid, axis: $0).faces(coefficients[$0], mean) },
            reaction: Self.weighted(reaction, weights))
        rightHandSide = source
        if let weights { Self.multiply(&rightHandSide, by: weights) }
        if shift != 0 { subtractReactionOfShift() }
        if boundary.common == nil { addGivenValues() }
        for flux in boundary.fluxes { add(flux, coefficients[flux.axis]) }
        if isSingular { incompatibility = makeCompatible(weights) }
        if let position = rightHandSide.withBuffer({ $0.firstIndex { !$0.isFinite } }) {
            throw ComputationError.nonFinite(what: "the right-hand side of the discrete equations", index: position)
        }
        guard largestRow.isFinite else {
            throw ComputationError.nonFinite(what: "the matrix of the discrete equations", index: nil)
        }
    }

    /// Whether constants solve the equation without sources: no given values, and no reaction anywhere.
    var isSingular: Bool { grid.keepsConstants && stencil.reaction == .constant(0) }

    private static func weighted(_ reaction: PointValues, _ weights: Tensor<Double>?) -> DiffusionStencil.Coefficient {
        switch (reaction, weights) {
        case (.constant(0), _): return .constant(0)
        case (.constant(let value), nil): return .constant(value)
        case (.values(let values), nil): return .values(values)
        case (_, let weights?):
            var product = reaction.tensor(shape: weights.shape)
            multiply(&product, by: weights)
            return .values(product)
        }
    }

    private static func multiply(_ values: inout Tensor<Double>, by weights: Tensor<Double>) {
        weights.withBuffer { weights in
            values.withMutableBuffer { for index in weights.indices { $0[index] *= weights[index] } }
        }
    }

    private mutating func subtractReactionOfShift() {
        switch stencil.reaction {
        case .constant(0): return
        case .constant(let σ):
            rightHandSide.withMutableBuffer { for index in $0.indices { $0[index] -= σ * shift } }
        case .values(let σ): axpy(-shift, σ, &rightHandSide)
        }
    }

    /// The given values beyond the outermost unknowns, times the coefficients of the faces between.
    private mutating func addGivenValues() {
        for (axis, side) in grid.sides.enumerated() {
            let faces = BoxFaces(grid, axis: axis)
            for isUpper in [false, true] where isUpper ? side.walls.isGivenAbove : side.walls.isGivenBelow {
                boundary.given.withBuffer { given in
                    rightHandSide.withMutableBuffer { b in
                        faces.forEachOnWall(isUpper: isUpper) { _, unknown, point in
                            let wall = isUpper ? point + faces.pointStride : point - faces.pointStride
                            b[unknown] += faces.coefficient(stencil, at: unknown, isUpper: isUpper) * given[wall]
                        }
                    }
                }
            }
        }
    }

    private mutating func add(_ flux: BoundaryData.WallFlux, _ coefficient: PointValues) {
        guard flux.values.contains(where: { $0 != 0 }) else { return }
        let faces = BoxFaces(grid, axis: flux.axis)
        let h = grid.sides[flux.axis].spacing
        let a = coefficient.tensor(shape: grid.pointShape)
        a.withBuffer { a in
            rightHandSide.withMutableBuffer { b in
                faces.forEachOnWall(isUpper: flux.isUpper) { wall, unknown, point in
                    b[unknown] += a[point] * flux.values[wall] * faces.weight(onWall: wall) / h
                }
            }
        }
    }

    /// Takes the mean off the source of a singular system: the least-squares right-hand side by volume.
    ///
    /// - Returns: the relative size of what was taken off.
    private mutating func makeCompatible(_ weights: Tensor<Double>?) -> Double {
        let before = norm2(rightHandSide)
        let sum = rightHandSide.withBuffer { $0.reduce(0, +) }
        let volume = weights.map { $0.withBuffer { $0.reduce(0, +) } } ?? Double(grid.unknowns)
        let mean = sum / volume
        var removed = 0.0
        rightHandSide.withMutableBuffer { b in
            for index in b.indices {
                let part = mean * (weights.map { $0.withBuffer { $0[index] } } ?? 1)
                b[index] -= part
                removed += part * part
            }
        }
        return before == 0 ? 0 : removed.squareRoot() / before
    }
}

extension BoxDiscretization {
    /// A number that no eigenvalue of K w = λ W w lies below, K the matrix and W the diagonal matrix of weights; of the
    /// eigenvalues above zero where the system is singular.
    ///
    /// K is at least the smallest coefficients times the Laplacian's, plus the smallest reaction times W; the Laplacian's
    /// eigenvalues are sums of those of the sides.
    var lowestWeightedEigenvalue: Double {
        let parts = zip(grid.sides, lowestCoefficients).map { side, a in (side, a * side.lowestEigenvalue) }
        let sum =
            isSingular
            ? parts.map(\.1).min() ?? 0
            : lowestReaction + parts.reduce(0) { $0 + ($1.0.keepsConstants ? 0 : $1.1) }
        return sum * (1 - 0x1p-40)
    }

    /// The same for the matrix itself.
    var lowestEigenvalue: Double {
        // xᵀ W x ≥ min w xᵀ x.
        grid.sides.reduce(lowestWeightedEigenvalue) { $0 * ($1.walls.isFreeBelow || $1.walls.isFreeAbove ? 0.5 : 1) }
    }

    /// No less than the largest sum of a row's magnitudes.
    var largestRow: Double {
        var sum = Self.largest(stencil.reaction)
        for faces in stencil.faces {
            sum += 4 * max(Self.largest(faces.coefficient), faces.lowerWall, faces.upperWall)
        }
        return sum
    }

    private static func largest(_ coefficient: DiffusionStencil.Coefficient) -> Double {
        switch coefficient {
        case .constant(let value): value
        case .values(let values): values.withBuffer { maximumMagnitude($0) }
        }
    }
}
