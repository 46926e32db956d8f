import Ansatz

extension DarcyProblem: SampledProblem {
    static let givenNames = ["a"]

    /// A sample may have a `source` of its own beside the permeability.
    func pose(_ given: [Field], _ run: RunContext) throws -> any LinearSystem {
        let field = try Self.arrange(given)[0]
        let box = try SampledBox(field.axes, walls: PerAxis(.dirichlet), isUnit: true, name: field.name)
        let a = try box.values(of: field, continues: true)
        try PointValues(a).requirePositive(field.name, on: box.grid)
        let own = given.first { $0.name == "source" && $0.name != field.name }
        let source = try own.map { own in
            let other = try SampledBox(own.axes, walls: PerAxis(.dirichlet), isUnit: true, name: own.name)
            guard other.grid.pointShape == box.grid.pointShape else {
                throw ComputationError.badInput(
                    "'source' has \(other.grid.pointShape) points, walls included, and '\(field.name)' has "
                        + "\(box.grid.pointShape)", help: "give both on one grid")
            }
            return other.grid.unknowns(of: try other.values(of: own, continues: true))
        }
        return try pose(a, source: source, on: box.grid, run)
    }

    func given() throws -> [Field] { try memory.recall().given }

    func unknowns(of prediction: Field) throws -> Tensor<Double> { try memory.recall().unknowns(of: prediction) }

    func certify(_ prediction: Field, with solution: Tensor<Double>) throws -> PredictionCertificate {
        let posed = try memory.recall()
        return try posed.certify(
            prediction, with: solution,
            coefficient: (memory.coefficient ?? .constant(1)).tensor(shape: posed.grid.pointShape))
    }
}
