import Ansatz

extension DarcyProblem: SampledProblem {
    static let givenNames = ["a"]

    func pose(_ given: [Field], _ run: RunContext) throws -> any LinearSystem {
        let field = try Self.arrange(given)[0]
        let box = try SampledBox(field.axes, walls: PerAxis(.dirichlet), isUnit: true, name: field.name)
        let a = try box.values(of: field, continues: true)
        try PointValues(a).requirePositive(field.name, on: box.grid)
        return try pose(a, on: box.grid, run)
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
