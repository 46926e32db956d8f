import Ansatz

/// A problem of diffusion on a box with one field `u`: all but how its coefficients are made.
protocol BoxProblem: StationaryProblem where Options: BoxOptions {
    var memory: PosedMemory { get }
}

extension BoxProblem {
    /// Poses the equation with the given coefficients, one for each axis, slowest first.
    func pose(
        on grid: BoxGrid, coefficients: [PointValues], mean: FaceMean, reaction: PointValues, _ run: RunContext
    ) throws -> any LinearSystem {
        try memory.pose(
            BoxDiscretization(
                grid, coefficients: coefficients, mean: mean, reaction: reaction,
                source: grid.unknownValues(of: options.source, run),
                boundary: BoundaryData(grid, boundary: options.boundary, flux: options.flux, run)), given: [], run)
    }

    func fields(of solution: Tensor<Double>) throws -> [Field] {
        let posed = try memory.recall()
        return [try Field("u", axes: posed.grid.pointAxes, posed.values(of: solution), longName: "solution")]
    }

    func certificate(of solution: Tensor<Double>, _ system: any LinearSystem) throws -> Certificate {
        try memory.recall().certificate(of: solution, limit: options.residualLimit)
    }

    func metrics(of solution: Tensor<Double>) throws -> [Metric] {
        try memory.recall().metrics(of: solution, exact: options.exact)
    }
}
