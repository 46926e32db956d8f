import Ansatz
import Engine
import TestSupport
import Testing

@Suite("Red-black SSOR as a preconditioner")
struct RedBlackSSORTests {
    private func preconditioner(_ yaml: String) throws -> any Preconditioner {
        let loader = PluginLoader(search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path))
        let decoder = OptionDecoder(registry: loader.registry, baseDirectory: ".")
        let setting = try ScenarioFile(bytes: Array("operator: \(yaml)".utf8), name: "test").root["operator"]
        let choice = ComponentChoice<any Operator>.decode(try #require(setting), with: decoder)
        #expect(decoder.diagnostics.isEmpty)
        let run = RunContext(seed: 0, stage: "test", threads: .one)
        let made = try run.make(try #require(choice))
        return try #require(made as? any Preconditioner)
    }

    private func apply(
        _ preconditioner: inout any Preconditioner, _ r: [Double], threads: Int = 1
    ) throws -> [Double] {
        let run = RunContext(seed: 0, stage: "test", threads: Threads(threads))
        var z = [Double](repeating: .nan, count: r.count)
        try r.withUnsafeBufferPointer { r in
            try z.withUnsafeMutableBufferPointer { try preconditioner.apply(r, into: $0, run) }
        }
        return z
    }

    private func random(_ count: Int, _ index: UInt64) -> [Double] {
        var random = RandomStream(seed: index, purpose: "vector")
        return random.normalTensor(shape: [count]).elements
    }

    private let run = RunContext(seed: 0, stage: "test", threads: .one)

    @Test("is what forward and backward half sweeps from zero give", arguments: DiffusionCase.all)
    func definition(of subject: DiffusionCase) throws {
        let system = subject.system()
        let scalar = try ScalarRedBlack(system)
        let b = system.rightHandSide.elements
        for (sweeps, omega) in [(1, 1.0), (1, 1.3), (4, 0.7), (11, 1.5)] {
            var expected = b.map { _ in 0.0 }
            for _ in 0..<sweeps { for colour in [0, 1, 1, 0] { scalar.half(colour, &expected, b, ω: omega) } }
            var ssor = try preconditioner("{ ssor: { omega: \(omega), sweeps: \(sweeps) } }")
            try ssor.begin(system, run)
            let z = try apply(&ssor, b)
            let scale = expected.map(abs).max() ?? 0
            // Each half sweep rounds a value some eight times, at numbers of about the largest one's size.
            for (value, wanted) in zip(z, expected) {
                #expect(
                    abs(value - wanted)
                        <= 8 * subject.conditionOfDiagonal * Double.ulpOfOne * Double(4 * sweeps) * scale)
            }
        }
    }

    @Test("is symmetric and positive definite", arguments: DiffusionCase.all)
    func symmetry(of subject: DiffusionCase) throws {
        let system = subject.system()
        let count = system.rightHandSide.count
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }
        for yaml in ["ssor", "{ ssor: { omega: 1.6 } }", "{ ssor: { omega: 0.5, sweeps: 3 } }"] {
            var ssor = try preconditioner(yaml)
            try ssor.begin(system, run)
            #expect(ssor.isSymmetricPositiveDefinite)
            let (u, v) = (random(count, 1), random(count, 2))
            let (mu, mv) = (try apply(&ssor, u), try apply(&ssor, v))
            let scale = (dot(u, u) * dot(mv, mv)).squareRoot() + (dot(v, v) * dot(mu, mu)).squareRoot()
            #expect(abs(dot(u, mv) - dot(v, mu)) <= 1e-14 * scale)
            #expect(dot(u, mu) > 0 && dot(v, mv) > 0)
        }
    }

    @Test("the same bits for any number of threads", arguments: [[300, 260], [64, 40, 36], [40_000]])
    func threads(shape: [Int]) throws {
        let system = DiffusionCase(shape: shape, isVarying: true, ends: .values).system()
        var results: [[Double]] = []
        for count in [1, 2, 3, 5] {
            var ssor = try preconditioner("{ ssor: { sweeps: 2 } }")
            try ssor.begin(system, RunContext(seed: 0, stage: "test", threads: Threads(count)))
            results.append(try apply(&ssor, system.rightHandSide.elements, threads: count))
        }
        for result in results { #expect(result == results[0]) }
    }

    @Test("helps conjugate gradients as the natural ordering of ssor_cg does")
    func conjugateGradients() throws {
        let system = randomSystem(rows: 60, columns: 61, diagonal: 3.201)
        var x = Tensor<Double>(shape: system.shape)
        let iterations = try ["cg", "{ cg: { preconditioner: ssor } }", "{ ssor_cg: { ordering: red_black } }"].map {
            x = Tensor<Double>(shape: system.shape)
            return try loadedSolver($0).solve(system, into: &x).iterations
        }
        // The same preconditioner at ω = 1, up to the order of the colours.
        #expect(abs(iterations[1] - iterations[2]) <= 1)
        #expect(3 * iterations[1] < 2 * iterations[0])
    }

    @Test("says what it can't work with")
    func refusals() throws {
        var ssor = try preconditioner("ssor")
        let matrix = SparseMatrixSystem(
            try DiffusionCase(shape: [4], isVarying: false, ends: .values).system().matrix(),
            .symmetricPositiveDefinite)
        #expect(throws: ComputationError.self) { try ssor.begin(matrix, run) }
        #expect(throws: ComputationError.self) { try apply(&ssor, [1, 2, 3, 4]) }
        #expect(throws: ComputationError.self) {
            try ssor.begin(DiffusionCase(shape: [4, 3], isVarying: false, ends: .periodic).system(), run)
        }
    }
}
