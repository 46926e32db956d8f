import Ansatz
import Foundation
import Testing

/// Draws samples as the engine does.
private struct Draws {
    private var generator: any Generator
    private let run: RunContext

    init(_ options: String, threads: Int = 1) throws {
        run = RunContext(seed: 12, stage: "data", threads: Threads(threads))
        let configured = try decoded("{ darcy: { \(options) } }", as: (any Generator).self)
        var generator = try #require(try configured.make() as? any Generator)
        try generator.prepare(run)
        self.generator = generator
    }

    mutating func callAsFunction(_ index: Int) throws -> GeneratedSample {
        var random = run.random("sample", index: index)
        return try generator.sample(index, &random, run)
    }
}

@Suite("Random permeabilities and the flow through them")
struct DarcyTests {
    @Test("every mode of the Gaussian field has the variance of the formula, and no two go together")
    func variances() throws {
        let (count, n) = (2000, 8)
        let (exponent, tau) = (1.7, 2.5)
        var draws = try Draws(
            "points: [9, 9], field: lognormal, exponent: \(exponent), tau: \(tau), solver: { cg: { tolerance: 1e-6 } }, residual_limit: 1"
        )
        let transform = try TrigonometricTransform<Double>([.cosineI, .cosineI], shape: [9, 9])
        var squares = [Double](repeating: 0, count: 81)
        var products = [Double](repeating: 0, count: 81)
        for index in 0..<count {
            let sample = try draws(index)
            var field = Tensor(sample.values[0].elements.map { log($0) }, shape: [9, 9])
            // Amplitudes of the products of cosines without their factors √2.
            try transform.inverse(inPlace: &field)
            let modes = field.elements
            #expect(abs(modes[0]) < 1e-13)
            for k in 0..<81 {
                squares[k] += modes[k] * modes[k]
                products[k] += modes[k] * modes[(k * 7 + 5) % 81]
            }
        }
        // A mean of `count` squares of normal numbers is off by √(2/count) of itself, once in 16,000 times by four times
        // that; the draws are the same in every run.
        let tolerance = 4.5 * (2 / Double(count)).squareRoot()
        for l in 0...n {
            for k in 0...n where k + l > 0 {
                let decay = Double.pi * Double.pi * Double(k * k + l * l) + tau * tau
                var variance = pow(tau, 2 * exponent - 2) * pow(decay, -exponent)
                // √2 each for a mode that varies; the transform's own amplitudes are half as large inside.
                for index in [k, l] where index > 0 { variance *= index == n ? 2 : 0.5 }
                let place = l * 9 + k
                #expect(abs(squares[place] / Double(count) / variance - 1) < tolerance, "mode \(k), \(l)")
                let partner = (place * 7 + 5) % 81
                if partner != place, partner != 0 {
                    let size = (squares[place] * squares[partner]).squareRoot()
                    #expect(abs(products[place]) / size < 4.5 / Double(count).squareRoot(), "mode \(k), \(l)")
                }
            }
        }
    }

    @Test("a sample depends on its number alone, for any number of threads", arguments: ["nodes", "published"])
    func determinism(convention: String) throws {
        let options = "points: [21, 18], convention: \(convention)"
        var inOrder = try Draws(options)
        var first = try (0..<4).map { try inOrder($0).values }
        first.reverse()
        for threads in 1...3 {
            var draws = try Draws(options, threads: threads)
            for (offset, index) in [3, 2, 1, 0].enumerated() {
                let sample = try draws(index)
                #expect(sample.values == first[offset])
                #expect(sample.residual <= 1e-10)
            }
        }
    }

    @Test("sources are of the given size, the permeabilities stay, and the problem posed by both has that answer")
    func randomSources() throws {
        let points = "points: [17, 13]"
        var plain = try Draws(points)
        var draws = try Draws("\(points), source: 2 * x, source_deviation: 3, source_exponent: 1")
        var smooth = try Draws("\(points), source: 0, source_deviation: 3")
        var (squares, slopes, smoothSlopes) = (0.0, 0.0, 0.0)
        let count = 400
        let run = RunContext(seed: 0, stage: "test", threads: .one)
        var problem = try #require(
            try decoded("{ darcy: { source: 7 } }", as: (any Problem).self).make() as? any SampledProblem)
        for index in 0..<count {
            let values = try draws(index).values
            #expect(values.count == 3 && values.map(\.shape) == [[13, 17], [13, 17], [13, 17]])
            let (a, source, u) = (values[0], values[1], values[2])
            #expect(a == (try plain(index).values[0]))
            let other = try smooth(index).values[1]
            for row in 0..<13 {
                for column in 0..<17 {
                    guard (1..<12).contains(row), (1..<16).contains(column) else {
                        #expect(source[row, column] == 0)
                        continue
                    }
                    let mean = 2 * Double(column) / 16
                    squares += (source[row, column] - mean) * (source[row, column] - mean) / (11 * 15)
                    guard column > 1 else { continue }
                    slopes += pow(source[row, column] - source[row, column - 1] - 0.125, 2)
                    smoothSlopes += pow(other[row, column] - other[row, column - 1], 2)
                }
            }
            guard index < 3 else { continue }
            let axes = ["y", "x"].enumerated().map { dimension, name in
                let count = [13, 17][dimension]
                return Axis(name, .uniform(first: 0, spacing: 1 / Double(count - 1), count: count))
            }
            let fields = try [("source", source), ("a", a)].map { try Field($0.0, axes: axes, $0.1) }
            let system = try problem.pose(fields, run)
            let answer = try problem.unknowns(of: try Field("u", axes: axes, u))
            #expect(system.relativeResidual(of: answer) < 1e-9)
            #expect(system.coefficientFields.map(\.name) == ["a"])
            #expect(try problem.given().map(\.name) == ["a", "source"])
            #expect(try problem.given()[1].doubles == source)
            // Without a source of its own the sample has that of the options.
            #expect(try problem.pose([fields[1]], run).rightHandSide.elements.allSatisfy { $0 == 7 })
        }
        // Cosines are larger on walls than inside, where they were not counted.
        #expect(abs((squares / Double(count)).squareRoot() - 3) < 0.3)
        #expect(smoothSlopes < slopes / 2)
    }

    @Test("random sources with the published convention are refused")
    func publishedSources() {
        #expect(throws: WrongOptions.self) {
            try Draws("points: [9, 9], convention: published, source_deviation: 1")
        }
    }

    @Test("two values, and zero pressure on the walls, positive inside")
    func nodes() throws {
        var draws = try Draws("points: [17, 23]")
        for index in 0..<5 {
            let values = try draws(index).values
            #expect(values[0].shape == [23, 17])
            #expect(Set(values[0].elements) == [3, 12])
            for row in 0..<23 {
                for column in 0..<17 {
                    let isWall = [0, 22].contains(row) || [0, 16].contains(column)
                    #expect(isWall ? values[1][row, column] == 0 : values[1][row, column] > 0)
                }
            }
        }
    }

    @Test("a finer grid sees the same field: its pressure converges, in both conventions to the same")
    func conventions() throws {
        let smooth = "field: lognormal, exponent: 6, tau: 3"
        func centre(_ points: Int, _ convention: String) throws -> (a: Double, u: Double) {
            var draws = try Draws("points: [\(points), \(points)], convention: \(convention), \(smooth)")
            let values = try draws(7).values
            return (values[0][points / 2, points / 2], values[1][points / 2, points / 2])
        }
        let fine = try centre(129, "nodes")
        var errors: [Double] = []
        for points in [17, 33, 65] {
            let (nodes, published) = (try centre(points, "nodes"), try centre(points, "published"))
            // Modes beyond 16 have amplitudes below (9 / (π 16)²)³ of the first.
            #expect(abs(nodes.a - fine.a) < 1e-3 * fine.a)
            #expect(abs(published.a - fine.a) < 1e-3 * fine.a)
            errors.append(abs(nodes.u - fine.u))
            #expect(abs(published.u - fine.u) < 0.02 * fine.u * pow(17 / Double(points), 2))
        }
        #expect(errors[0] > 3 * errors[1] && errors[1] > 3 * errors[2])
    }

    @Test("where the permeability is constant both conventions give the series of the square")
    func constantPermeability() throws {
        var exact = 0.0
        // −Δu = 1 at the centre: 16/π⁴ Σ (−1)^((k−1)/2 + (l−1)/2) / (k l (k² + l²)) over odd k, l.
        for k in stride(from: 1, to: 400, by: 2) {
            for l in stride(from: 1, to: 400, by: 2) {
                let sign = ((k - 1) / 2 + (l - 1) / 2).isMultiple(of: 2) ? 1.0 : -1
                exact += sign * 16 / pow(Double.pi, 4) / Double(k * l * (k * k + l * l))
            }
        }
        for convention in ["nodes", "published"] {
            var draws = try Draws("points: [65, 65], threshold: 1e9, values: [2, 7], convention: \(convention)")
            let u = try draws(0).values[1][32, 32]
            // Second order: h²/12 times fourth derivatives of a few units.
            #expect(abs(u - exact / 2) < 2e-4 * exact)
        }
    }

    @Test("the problem draws as the generator does: by its sample's number, with the contrast that was asked for")
    func problem() throws {
        func permeability(_ options: String) throws -> [Double] {
            let loaded = try LoadedProblem("{ darcy: { cells: [12, 10], \(options) } }")
            return try loaded.field("a", of: Tensor(shape: loaded.system.shape)).doubles.elements
        }
        #expect(Set(try permeability("sample: 0")) == [3, 12])
        #expect(Set(try permeability("contrast: 1e4, values: [0.5, 9]")) == [0.5, 5000])
        #expect(try permeability("sample: 0") != permeability("sample: 1"))
        #expect(try permeability("sample: 1") == permeability("sample: 1"))
        let given = try permeability("permeability: 2 + x")
        #expect(given[0] == 2 && given[12] == 3)
    }

    @Test("in one dimension the flux is what flows in, whatever the permeability")
    func velocity() throws {
        let loaded = try LoadedProblem(
            "{ darcy: { cells: [40], permeability: 1 + 99*step(x - 0.5), source: 0 + 1*(1 - step(x - 0.26)) } }")
        let answer = try loaded.denseSolution()
        let velocity = try loaded.field("velocity_x", of: answer).doubles.elements
        // Past the sources it is constant.
        for value in velocity[12...] { #expect(abs(value - velocity[40]) < 1e-12) }
        #expect(velocity[40] > 0)
        #expect(try #require(loaded.metrics(of: answer)["error_bound"]) < 1e-10)
    }
}
