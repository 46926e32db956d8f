/// The matrix of diffusion and reaction on a structured grid in one to three dimensions, in flux form:
///
///     (A u)ᵢ = σᵢ uᵢ + Σ_axes [ k₋ (uᵢ − u₋) + k₊ (uᵢ − u₊) ]
///
/// u₋ and u₊ are the neighbours along an axis, k₋ and k₊ the coefficients of the faces between. Beyond a wall u is zero,
/// so that a wall's coefficient is that of a given value there, and a wall with coefficient 0 lets nothing through. A
/// periodic axis has no walls. The matrix is symmetric. With coefficients and σ not negative it is positive semidefinite.
public struct DiffusionStencil: Sendable, Equatable {
    /// A number everywhere, or one at each place.
    public enum Coefficient: Sendable, Equatable {
        case constant(Double)
        case values(Tensor<Double>)
    }

    /// The faces across one axis.
    public struct Faces: Sendable, Equatable {
        /// Between neighbours. Values have the grid's shape but for one face more along this axis: face j lies below
        /// point j, the first and last are the walls'. On a periodic axis those two are one face, with equal values.
        public var coefficient: Coefficient
        /// Of the walls below and above, where ``coefficient`` is constant; ignored otherwise, and on periodic axes.
        public var lowerWall: Double
        public var upperWall: Double
        public var isPeriodic: Bool

        public init(
            _ coefficient: Coefficient, lowerWall: Double = 0, upperWall: Double = 0, isPeriodic: Bool = false
        ) {
            self.coefficient = coefficient
            self.lowerWall = lowerWall
            self.upperWall = upperWall
            self.isPeriodic = isPeriodic
        }
    }

    /// The points along each axis, slowest first; one to three.
    public let shape: [Int]
    /// One for each axis of ``shape``.
    public let faces: [Faces]
    /// σ, with values in the grid's shape.
    public let reaction: Coefficient

    /// - Precondition: one to three positive extents, and coefficients of fitting shapes.
    public init(shape: [Int], faces: [Faces], reaction: Coefficient = .constant(0)) {
        precondition((1...3).contains(shape.count) && shape.allSatisfy { $0 > 0 }, "a grid of \(shape) points")
        precondition(faces.count == shape.count, "\(faces.count) axes of faces for a grid of \(shape) points")
        for (axis, faces) in faces.enumerated() {
            guard case .values(let values) = faces.coefficient else { continue }
            precondition(
                values.shape == Self.shapeOfFaces(shape, axis),
                "coefficients of shape \(values.shape) for the faces across axis \(axis) of a grid of \(shape) points")
        }
        if case .values(let values) = reaction {
            precondition(values.shape == shape, "a reaction of shape \(values.shape) on a grid of \(shape) points")
        }
        self.shape = shape
        self.faces = faces
        self.reaction = reaction
    }

    /// The shape of the coefficients of the faces across an axis.
    public static func shapeOfFaces(_ shape: [Int], _ axis: Int) -> [Int] {
        shape.enumerated().map { $0.offset == axis ? $0.element + 1 : $0.element }
    }

    /// The number of unknowns.
    public var count: Int { shape.reduce(1, *) }

    /// Counted floating-point operations of a product.
    public var operationsPerProduct: Double { Double(1 + 3 * 2 * shape.count) * Double(count) }
}

extension DiffusionStencil {
    /// The same matrix as a constant five-point stencil, where it is one: two dimensions, constant coefficients, and
    /// walls like the faces inside.
    public var constantStencil: ConstantStencil? {
        guard shape.count == 2, case .constant(let σ) = reaction,
            case .constant(let v) = faces[0].coefficient, case .constant(let w) = faces[1].coefficient,
            zip(faces, [v, w]).allSatisfy({ !$0.isPeriodic && $0.lowerWall == $1 && $0.upperWall == $1 })
        else { return nil }
        return ConstantStencil(
            rows: shape[0], columns: shape[1], diagonal: σ + 2 * (v + w), alongRow: -w, acrossRows: -v)
    }

    /// A constant five-point stencil in flux form.
    public init(_ stencil: ConstantStencil) {
        let (v, w) = (-stencil.acrossRows, -stencil.alongRow)
        self.init(
            shape: [stencil.rows, stencil.columns],
            faces: [
                Faces(.constant(v), lowerWall: v, upperWall: v), Faces(.constant(w), lowerWall: w, upperWall: w),
            ], reaction: .constant(stencil.diagonal - 2 * (v + w)))
    }
}
