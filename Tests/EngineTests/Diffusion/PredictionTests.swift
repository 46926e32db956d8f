import Ansatz
import Foundation
import Testing

/// A problem that samples pose.
private struct Judge {
    var problem: any SampledProblem
    let run = RunContext(seed: 0, stage: "test", threads: .one)

    init(_ yaml: String) throws {
        var problem = try #require(try decoded(yaml, as: (any Problem).self).make() as? any SampledProblem)
        try problem.prepare(run)
        self.problem = problem
    }

    /// Poses a sample and solves it.
    mutating func solve(_ given: Field, tolerance: Double = 1e-13) throws -> Tensor<Double> {
        let system = try problem.pose([given], run)
        var x = Tensor<Double>(shape: system.shape)
        _ = try loadedSolver("{ cg: { tolerance: \(tolerance) } }").solve(system, into: &x)
        return x
    }
}

private func line(_ n: Int, length: Double = 1, from first: Double = 0, spacing: Double? = nil) -> Axis {
    Axis("x", .uniform(first: first, spacing: spacing ?? length / Double(n - 1), count: n))
}

private func field(_ name: String, _ axes: [Axis], _ value: ([Double]) -> Double) throws -> Field {
    var values: [Double] = []
    func fill(_ place: [Double]) {
        if place.count == axes.count { return values.append(value(place)) }
        for x in axes[place.count].values { fill(place + [x]) }
    }
    fill([])
    return try Field(name, axes: axes, Tensor(values, shape: axes.map(\.count)))
}

@Suite("Predictions are judged without the solution")
struct PredictionTests {
    @Test("in one dimension the bound is the error itself", arguments: [1.0, 3.0])
    func exact(length: Double) throws {
        // u = x (L − x)/2 and w = 0.9 of it at the points: ‖u′ − w′‖² = ‖u′ − chords‖² + 0.01 ‖chords‖².
        let cells = 10
        let h = length / Double(cells)
        let axis = line(cells + 1, length: length)
        var judge = try Judge(length == 1 ? "{ darcy: { source: 1 } }" : "{ poisson: { cells: [4] } }")
        let solution = try judge.solve(try field("a", [axis]) { _ in 1 })
        let prediction = try field("u", [axis]) { 0.45 * $0[0] * (length - $0[0]) }
        let certificate = try judge.problem.certify(prediction, with: solution)
        let chords = length * length * length / 12 - length * h * h / 12
        let expected = (length * h * h / 12 + 0.01 * chords).squareRoot()
        #expect(abs(try #require(certificate.energyBound) - expected) < 1e-10)
        #expect(abs(try #require(certificate.relativeEnergyBound) - expected / (0.81 * chords).squareRoot()) < 1e-9)
        #expect(abs(certificate.residual - 0.1) < 1e-12 && certificate.wallError == 0)
        #expect(certificate.metrics.map(\.name) == PredictionCertificate.metricNames)
    }

    @Test("the bound holds for any answer of the system, and is larger for a poor one")
    func poorAnswers() throws {
        let axis = line(17)
        let axes = [Axis("y", axis.coordinates), axis]
        var judge = try Judge("{ darcy: {} }")
        let a = try field("permeability", axes) { $0[0] < 0.4 ? 3 : 12 }
        let good = try judge.solve(a)
        let rough = try judge.solve(a, tolerance: 0.1)
        let solved = try #require(try judge.problem.fields(of: good).first { $0.name == "u" })
        var random = RandomStream(seed: 3, purpose: "noise")
        let wrong = try Field(
            "u", axes: axes, Tensor(solved.doubles.elements.map { $0 * (1 + 0.1 * random.normal()) }, shape: [17, 17]))
        func bound(of prediction: Field, with answer: Tensor<Double>) throws -> (value: Double, norm: Double) {
            let certificate = try judge.problem.certify(prediction, with: answer)
            let value = try #require(certificate.energyBound)
            return (value, value / (try #require(certificate.relativeEnergyBound)))
        }
        let bounds = try [good, rough, Tensor<Double>(shape: good.shape)].map { try bound(of: wrong, with: $0) }
        let own = try bound(of: solved, with: good)
        let system = try judge.problem.pose([a], judge.run)
        var difference = try judge.problem.unknowns(of: wrong)
        axpy(-1, good, &difference)
        var product = difference
        system.apply(difference, into: &product)
        let distance = (dot(difference, product) / 256).squareRoot()
        // The norms of the two answers differ by no more than their distance, that is by no more than both bounds; and the
        // flux is the discrete solution's, which is as far from the prediction as its own bound and the distance say.
        #expect(bounds[0].value >= abs(bounds[0].norm - own.norm) - own.value)
        #expect(distance > 0 && bounds[0].value <= (distance + own.value) * (1 + 1e-12))
        #expect(bounds[0].value < bounds[1].value && bounds[1].value < bounds[2].value)
        #expect(try judge.problem.certify(solved, with: good).residual < 1e-12)
        let given = try judge.problem.given()
        #expect(given.map(\.name) == ["a", "source"] && given[0].doubles == a.doubles)
        #expect(system.coefficientFields.first?.doubles == a.doubles)
    }

    @Test("walls are put where points lack them, and predictions are brought to their values")
    func walls() throws {
        let inner = line(9, from: 0.1, spacing: 0.1)
        var judge = try Judge("{ darcy: { source: 1 } }")
        let solution = try judge.solve(try field("a", [inner]) { _ in 2 })
        #expect(solution.shape == [9])
        let inside = try field("u", [inner]) { $0[0] * (1 - $0[0]) / 4 }
        let certificate = try judge.problem.certify(inside, with: solution)
        #expect(certificate.residual < 1e-12 && certificate.wallError == 0)
        // The same at points with walls, off by 0.01 everywhere: 0.01 of 0.0725 at the walls.
        let lifted = try field("u", [line(11)]) { $0[0] * (1 - $0[0]) / 4 + 0.01 }
        let other = try judge.problem.certify(lifted, with: solution)
        #expect(abs(other.wallError - 0.01 / 0.0725) < 1e-9 && other.residual > 0)
        #expect(try judge.problem.unknowns(of: lifted).elements.count == 9)
        #expect(try judge.problem.given()[0].shape == [11])
    }

    @Test("without walls of one value there is a residual, and no bound of the energy")
    func others() throws {
        let axis = line(9)
        var judge = try Judge("{ poisson: { cells: [4], walls: neumann_dirichlet, boundary: 2 } }")
        let solution = try judge.solve(try field("f", [axis]) { $0[0] })
        let certificate = try judge.problem.certify(try judge.problem.fields(of: solution)[0], with: solution)
        #expect(certificate.residual < 1e-11 && certificate.energyBound == nil && certificate.wallError < 1e-12)
        // One value, not zero: it is taken off.
        var warm = try Judge("{ poisson: { cells: [4, 4], boundary: 2 } }")
        let axes = [Axis("y", axis.coordinates), axis]
        let answer = try warm.solve(try field("f", axes) { $0[0] + $0[1] })
        let predicted = try warm.problem.fields(of: answer)[0]
        #expect(try warm.problem.certify(predicted, with: answer).residual < 1e-12)
        #expect(try #require(try warm.problem.certify(predicted, with: answer).energyBound) < 0.1)
    }

    @Test("the fields that a problem's own options give are what a model is given")
    func given() throws {
        let run = RunContext(seed: 0, stage: "test", threads: .one)
        let poisson = try Judge("{ poisson: { cells: [3], source: x } }").problem
        _ = try poisson.system(run)
        #expect(try poisson.given()[0].doubles.elements == [0, 1.0 / 3, 2.0 / 3, 1])
        var darcy = try Judge("{ darcy: { cells: [4, 6], sample: 2 } }").problem
        let system = try darcy.system(run)
        let a = try #require(try darcy.given().first)
        #expect(a.shape == [7, 5] && system.coefficientFields == [a])
        // Posed by that field it is the same problem.
        let again = try darcy.pose([a], run)
        #expect(again.rightHandSide == system.rightHandSide)
        #expect(dense(again) == dense(system))
    }

    @Test("fields and grids that are not those of the problem are refused")
    func refusals() throws {
        var judge = try Judge("{ darcy: {} }")
        func pose(_ axes: [Axis], _ value: @escaping ([Double]) -> Double = { _ in 1 }) throws {
            _ = try judge.problem.pose([try field("a", axes, value)], judge.run)
        }
        for (axes, part) in [
            ([line(8, from: 1.0 / 16, spacing: 1.0 / 8)], "neither on the wall"),
            ([line(9, length: 2)], "length 2.0"),
            ([line(5), Axis("y", line(5).coordinates)], "needs"), ([Axis("x", .explicit([0, 0.2, 1]))], "evenly"),
            ([line(1, spacing: 1)], "evenly"),
        ] {
            let error = #expect(throws: ComputationError.self) { try pose(axes) }
            #expect(error.map { "\($0)".contains(part) } == true, "\(String(describing: error))")
        }
        #expect(throws: ComputationError.self) { try pose([line(5)]) { $0[0] == 0.5 ? -1 : 1 } }
        #expect(throws: ComputationError.self) { try pose([line(5)]) { $0[0] == 0.5 ? .nan : 1 } }
        let solution = try judge.solve(try field("a", [line(9)]) { _ in 1 })
        #expect(throws: ComputationError.self) {
            try judge.problem.certify(try field("u", [line(8)]) { _ in 0 }, with: solution)
        }
        #expect(throws: ComputationError.self) {
            try judge.problem.certify(try field("u", [line(9)]) { _ in 0 }, with: Tensor(shape: [3]))
        }
        #expect(throws: ComputationError.self) {
            _ = try judge.problem.pose(
                [try field("b", [line(9)]) { _ in 1 }, try field("c", [line(9)]) { _ in 1 }], judge.run)
        }
    }
}
