import Ansatz

extension BoxGrid {
    /// The values at the unknowns of values at all points.
    func unknowns(of values: Tensor<Double>) -> Tensor<Double> {
        var unknowns = Tensor<Double>(shape: shape)
        values.withBuffer { values in
            unknowns.withMutableBuffer { unknowns in
                forEachUnknownRow { unknown, point, count in
                    for index in 0..<count { unknowns[unknown + index] = values[point + index] }
                }
            }
        }
        return unknowns
    }

    /// The values at all points of values at the unknowns: 0 on walls that have none.
    func points(of unknowns: Tensor<Double>) -> Tensor<Double> {
        var points = Tensor<Double>(shape: pointShape)
        unknowns.withBuffer { unknowns in
            points.withMutableBuffer { points in
                forEachUnknownRow { unknown, point, count in
                    for index in 0..<count { points[point + index] = unknowns[unknown + index] }
                }
            }
        }
        return points
    }
}

extension PosedDiffusion {
    /// A prediction at all points, with the given values on the walls, and how far it was from these at most.
    private func projected(_ prediction: Field) throws -> (values: Tensor<Double>, wallError: Double) {
        let walls = PerAxis(each: grid.sides.reversed().map(\.walls))
        let box = try SampledBox(prediction.axes, walls: walls, isUnit: false, name: prediction.name)
        guard box.grid.pointShape == grid.pointShape else {
            throw ComputationError.badInput(
                "the prediction '\(prediction.name)' has \(box.grid.pointShape) points, walls included, and the problem "
                    + "has \(grid.pointShape)", help: "predict on the grid that the problem was posed on")
        }
        let predicted = try box.values(of: prediction, continues: false)
        var all = discretization.boundary.given
        var inside = Tensor<Double>(shape: grid.pointShape)
        predicted.withBuffer { predicted in
            all.withMutableBuffer { all in
                inside.withMutableBuffer { inside in
                    grid.forEachUnknownRow { _, point, count in
                        for index in point..<(point + count) {
                            all[index] = predicted[index]
                            inside[index] = 1
                        }
                    }
                }
            }
        }
        // Points one spacing inside say nothing of the walls.
        let isAtWalls = prediction.count == predicted.count
        var error = 0.0
        if isAtWalls {
            for (index, isInside) in inside.elements.enumerated() where isInside == 0 {
                error = max(error, predicted.withBuffer { abs($0[index] - all.withBuffer { $0[index] }) })
            }
        }
        let size = predicted.withBuffer { maximumMagnitude($0) }
        return (all, error == 0 ? 0 : min(error / size, .greatestFiniteMagnitude))
    }

    /// A prediction as the start of a solver.
    func unknowns(of prediction: Field) throws -> Tensor<Double> { unknowns(at: try projected(prediction).values) }

    private func unknowns(at all: Tensor<Double>) -> Tensor<Double> {
        var unknowns = grid.unknowns(of: all)
        let shift = discretization.shift
        if shift != 0 { unknowns.withMutableBuffer { for index in $0.indices { $0[index] -= shift } } }
        return unknowns
    }

    /// Judges a prediction; see ``SampledProblem``.
    ///
    /// - Parameter a: the coefficient at all points, where there is a bound of the energy.
    func certify(
        _ prediction: Field, with solution: Tensor<Double>, coefficient a: Tensor<Double>?
    ) throws -> PredictionCertificate {
        guard solution.shape == system.shape else {
            throw ComputationError.badInput(
                "an answer of shape \(solution.shape) for a system of shape \(system.shape)", help: nil)
        }
        let (all, wallError) = try projected(prediction)
        let bound = a.map { EnergyBound(self, of: all, solution: solution, a: $0) }
        return PredictionCertificate(
            residual: system.relativeResidual(of: unknowns(at: all)), wallError: wallError, energyBound: bound?.value,
            relativeEnergyBound: bound?.relative)
    }
}
