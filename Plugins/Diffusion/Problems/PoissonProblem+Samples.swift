import Ansatz

extension PoissonProblem: SampledProblem {
    static let givenNames = ["source"]

    func pose(_ given: [Field], _ run: RunContext) throws -> any LinearSystem {
        let field = try Self.arrange(given)[0]
        let box = try SampledBox(field.axes, walls: options.walls, isUnit: false, name: field.name)
        let grid = box.grid
        let source = try box.values(of: field, continues: true)
        return try memory.pose(
            BoxDiscretization(
                grid, coefficients: grid.sides.map { _ in .constant(1) }, mean: .harmonic, reaction: .constant(0),
                source: grid.unknowns(of: source),
                boundary: BoundaryData(grid, boundary: options.boundary, flux: options.flux, run)),
            given: [Field("source", axes: grid.pointAxes, source, longName: "right-hand side")], coefficients: [], run)
    }

    func given() throws -> [Field] {
        let posed = try memory.recall()
        if !posed.given.isEmpty { return posed.given }
        var source = Tensor<Double>(shape: posed.grid.pointShape)
        try options.source.sampler(on: posed.grid.pointAxes, posed.run).sample(at: 0, into: &source)
        return [try Field("source", axes: posed.grid.pointAxes, source, longName: "right-hand side")]
    }

    func unknowns(of prediction: Field) throws -> Tensor<Double> { try memory.recall().unknowns(of: prediction) }

    /// The bound of the energy is known where all walls have one and the same given value.
    func certify(_ prediction: Field, with solution: Tensor<Double>) throws -> PredictionCertificate {
        let posed = try memory.recall()
        let isBounded =
            posed.grid.sides.allSatisfy { $0.walls == .dirichlet } && posed.discretization.boundary.common != nil
        return try posed.certify(
            prediction, with: solution,
            coefficient: isBounded ? Tensor(repeating: 1, shape: posed.grid.pointShape) : nil)
    }
}
