import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

/// A system that a tuner is told of; nobody solves it.
private final class Instance: LinearSystem {
    let shape = [1]
    let rightHandSide = Tensor<Double>(shape: [1])
    var context: [ContextVariable]

    init(_ context: [ContextVariable] = []) { self.context = context }

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {}
}

/// A tuner of the Relaxation plugin, loaded as anyone's, in a game against a cost that is known.
private struct Game {
    var tuner: any Tuner
    var random = RandomStream(seed: 3, purpose: "tune")

    static let omega = TuningSpace(1...1.95, scale: .logarithmicBelow(2))

    init(_ yaml: String, _ space: TuningSpace = omega) throws {
        let loader = PluginLoader(search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path))
        let decoder = OptionDecoder(registry: loader.registry, baseDirectory: ".")
        let setting = try ScenarioFile(bytes: Array("tune: \(yaml)".utf8), name: "test").root["tune"]
        let choice = ComponentChoice<any Tuner>.decode(try #require(setting), with: decoder)
        try #require(decoder.diagnostics.isEmpty, "\(decoder.diagnostics)")
        tuner = try RunContext(seed: 0, stage: "test", threads: .one).make(try #require(choice))
        try tuner.begin(space)
    }

    mutating func propose(_ context: [ContextVariable]) throws -> Double {
        try tuner.propose(TuningContext(Instance(context)), random: &random)
    }

    /// One round; what was proposed.
    mutating func play(_ context: [ContextVariable], _ cost: (Double) -> Double) throws -> Double {
        let told = TuningContext(Instance(context))
        let value = try tuner.propose(told, random: &random)
        tuner.observe(cost: cost(value), of: value, told)
        return value
    }
}

private func message(of error: any Error) -> String {
    guard let error = error as? ComputationError else { return "\(error)" }
    return "\(error) | \(error.help ?? "")"
}

@Suite("Tuners on costs that are known")
struct TunerTests {
    /// Iterations with a smallest value of 10 at log(2 − ω) = −2.6 c, 40 % more a unit of log(2 − ω) away.
    private static func iterations(_ omega: Double, _ c: Double) -> Double {
        let distance = log(2 - omega) + 2.6 * c
        return (10 * exp(0.34 * distance * distance)).rounded()
    }

    private static func context(_ c: Double, in range: ClosedRange<Double>? = 0...1) -> [ContextVariable] {
        [ContextVariable("c", c, in: range)]
    }

    @Test(
        "with a context, the last 500 of 2000 rounds cost less than half of what the best fixed value wastes",
        arguments: ["surface", "chebcb", "{ tsallis_inf_binned: { bins: 6 } }"])
    func contextual(_ name: String) throws {
        var game = try Game(name)
        var contexts = RandomStream(seed: 5, purpose: "contexts")
        let cs = (0..<2000).map { _ in contexts.uniform() }
        var total = 0.0
        for (round, c) in cs.enumerated() {
            let omega = try game.play(Self.context(c)) { Self.iterations($0, c) }
            if round >= 1500 { total += Self.iterations(omega, c) }
        }
        let last = cs[1500...]
        let fixed =
            (0..<20).map { arm in
                last.reduce(0) { $0 + Self.iterations(1 + 0.05 * Double(arm), $1) }
            }.min() ?? 0
        let best = 10.0 * Double(last.count)
        #expect(fixed > 1.15 * best)
        // Six bins leave distances up to 0.22 from their middle, which cost nothing; Tsallis-INF still explores.
        let share = name.contains("binned") ? 1.0 : 0.5
        #expect(total - best < share * (fixed - best), "\(total), best \(best), best fixed \(fixed)")
    }

    @Test("surface needs no range of the context, and resolves one that grows a hundredfold")
    func unknownRange() throws {
        var game = try Game("surface")
        var waste = 0.0
        for round in 0..<2500 {
            let phase = sin(Double.pi * Double(round % 500) / 500)
            let k = (round / 500).isMultiple(of: 2) ? 0.1 * phase : 10 * phase
            // The best ω goes from 1 at k = 0 to 1.92 at k = 10, a third of the way on the logarithmic scale at k = 0.1.
            let c = log(1 + 30 * k) / log(301) * 0.97
            let omega = try game.play(Self.context(k, in: nil)) { Self.iterations($0, c) }
            if round >= 1000 { waste += Self.iterations(omega, c) / 10 - 1 }
        }
        #expect(waste / 1500 < 0.04)
    }

    @Test("surface works without a context, and with two of them")
    func contexts() throws {
        var alone = try Game("surface")
        var pair = try Game("surface")
        var contexts = RandomStream(seed: 6, purpose: "contexts")
        var (aloneWaste, pairWaste) = (0.0, 0.0)
        for round in 0..<1500 {
            let (a, b) = (contexts.uniform(), contexts.uniform())
            let first = try alone.play([]) { Self.iterations($0, 0.4) }
            let second = try pair.play([ContextVariable("a", a), ContextVariable("b", 100 * b)]) {
                Self.iterations($0, (a + b) / 2)
            }
            guard round >= 1000 else { continue }
            aloneWaste += Self.iterations(first, 0.4) / 10 - 1
            pairWaste += Self.iterations(second, (a + b) / 2) / 10 - 1
        }
        #expect(aloneWaste / 500 < 0.02)
        #expect(pairWaste / 500 < 0.05)
    }

    @Test("surface finds which of three things is cheapest at which context")
    func categories() throws {
        var game = try Game("surface", TuningSpace(categories: ["a", "b", "c"]))
        var contexts = RandomStream(seed: 7, purpose: "contexts")
        func cost(_ index: Double, _ c: Double) -> Double { [20 + 60 * c, 40, 80 - 60 * c][Int(index)] }
        var wrong = 0
        for round in 0..<1200 {
            let c = contexts.uniform()
            let choice = try game.play(Self.context(c, in: nil)) { cost($0, c) }
            #expect([0, 1, 2].contains(choice))
            let best = (0..<3).map { cost(Double($0), c) }.min() ?? 0
            // Near the crossings at 1/3 and 2/3 a wrong choice costs next to nothing.
            if round >= 800, cost(choice, c) > 1.1 * best { wrong += 1 }
        }
        #expect(wrong <= 8)
    }

    @Test("surface finds a whole number, and one on a logarithmic scale")
    func whole() throws {
        var game = try Game("surface", TuningSpace(1...30, kind: .whole))
        var wide = try Game("surface", TuningSpace(1e-6...1, scale: .logarithmic))
        var values: [Double] = []
        var exponents: [Double] = []
        for _ in 0..<400 {
            values.append(try game.play([]) { 5 + abs($0.rounded() - 17) })
            exponents.append(log10(try wide.play([]) { 20 + 5 * abs(log10($0) + 4) }))
        }
        #expect(values.allSatisfy { $0 == $0.rounded() && (1...30).contains($0) })
        #expect(values.suffix(100).allSatisfy { abs($0 - 17) <= 1 })
        #expect(exponents.allSatisfy { (-6.000001...0.000001).contains($0) })
        #expect(exponents.suffix(100).allSatisfy { abs($0 + 4) < 0.5 })
    }

    @Test("surface follows costs that change without notice")
    func drift() throws {
        var game = try Game("{ surface: { memory: 10000 } }")
        var last: [Double] = []
        for round in 0..<4000 {
            let c = round < 2000 ? 0.2 : 0.8
            let omega = try game.play([]) { Self.iterations($0, c) }
            if round >= 3500 { last.append(Self.iterations(omega, c)) }
        }
        #expect(last.reduce(0, +) / Double(last.count) < 10.5)
    }

    @Test(
        "a tuner restored in the middle goes on with the same bits",
        arguments: ["tsallis_inf", "tsallis_inf_binned", "chebcb", "surface"], [150, 700])
    func resumes(_ name: String, stop: Int) throws {
        var whole = try Game(name)
        var part = try Game(name)
        var contexts = RandomStream(seed: 8, purpose: "contexts")
        for round in 0..<(stop + 300) {
            let c = contexts.uniform()
            if round == stop {
                let saved = try #require(part.tuner as? any Resumable).encodedState()
                var fresh = try Game(name)
                fresh.random = part.random
                var tuner = try #require(fresh.tuner as? any Resumable)
                try tuner.restore(encoded: saved)
                fresh.tuner = try #require(tuner as? any Tuner)
                part = fresh
            }
            let first = try whole.play(Self.context(c)) { Self.iterations($0, c) }
            let second = try part.play(Self.context(c)) { Self.iterations($0, c) }
            try #require(first.bitPattern == second.bitPattern, "round \(round)")
        }
    }

    @Test("a context counts as the nearest end of the range where it lies outside")
    func clamping() throws {
        for name in ["chebcb", "tsallis_inf_binned"] {
            var inside = try Game("{ \(name): { context_range: [0, 1] } }")
            var outside = try Game("{ \(name): { context_range: [0, 1] } }")
            for round in 0..<300 {
                let c = round.isMultiple(of: 2) ? 0.0 : 1.0
                let first = try inside.play(Self.context(c, in: nil)) { Self.iterations($0, c) }
                let second = try outside.play(Self.context(c == 0 ? -7 : 1e9, in: nil)) { Self.iterations($0, c) }
                try #require(first == second)
            }
        }
    }

    @Test(
        "contexts that a tuner can't use are refused by name, with what to do",
        arguments: ["chebcb", "tsallis_inf_binned"])
    func refusedContexts(_ name: String) throws {
        func refusal(_ context: [ContextVariable], _ yaml: String? = nil) throws -> String {
            var game = try Game(yaml ?? name)
            do { _ = try game.propose(context) } catch { return message(of: error) }
            return "accepted"
        }
        let unknown = try refusal([ContextVariable("depth", 0.5)])
        #expect(unknown.contains("'\(name)'") && unknown.contains("'depth'"))
        #expect(unknown.contains("'context_range: [lowest, highest]'"))
        #expect(try refusal([]).contains("the problem has none"))
        let two = [ContextVariable("depth", 0.5, in: 0...1), ContextVariable("width", 0.5, in: 0...1)]
        #expect(try refusal(two).contains("2: depth, width"))
        #expect(try refusal(two, "{ \(name): { context: width } }") == "accepted")
        #expect(try refusal(two, "{ \(name): { context: height } }").contains("it has: depth, width"))
        #expect(try refusal([ContextVariable("depth", .nan, in: 0...1)]).contains("nan"))
    }

    @Test("surface refuses six context variables, and numbers that are none")
    func surfaceRefusals() throws {
        for context in [(0..<6).map { ContextVariable("v\($0)", 0.5) }, [ContextVariable("depth", .infinity)]] {
            var game = try Game("surface")
            #expect(throws: ComputationError.self) { try game.propose(context) }
        }
        var sizes = try Game("surface")
        _ = try sizes.play([ContextVariable("depth", 1)]) { $0 }
        #expect(throws: ComputationError.self) { try sizes.propose([]) }
    }
}

@Suite("Closed forms and oracles")
struct ClosedFormTests {
    private func proposal(_ yaml: String, _ system: any LinearSystem) throws -> Double {
        var game = try Game(yaml)
        return try game.tuner.propose(TuningContext(system), random: &game.random)
    }

    private func laplacian(_ rows: Int, _ columns: Int, diagonal: Double = 4) -> ConstantStencilSystem {
        ConstantStencilSystem(
            ConstantStencil(rows: rows, columns: columns, diagonal: diagonal, alongRow: -1, acrossRows: -1), .symmetric)
    }

    @Test("Young's factors of the Laplacian are 2/(1 + sin h) and 2/(1 + 2 sin(h/2))")
    func young() throws {
        let h = Double.pi / 11
        #expect(abs(try proposal("young", laplacian(10, 10)) - 2 / (1 + sin(h))) < 1e-14)
        #expect(abs(try proposal("{ young: { formula: ssor } }", laplacian(10, 10)) - 2 / (1 + 2 * sin(h / 2))) < 1e-14)
        let β = (cos(Double.pi / 8) + cos(Double.pi / 5)) / 2 * 4 / 5
        let ω = 1 + (β / (1 + (1 - β * β).squareRoot())) * (β / (1 + (1 - β * β).squareRoot()))
        #expect(abs(try proposal("young", laplacian(4, 7, diagonal: 5)) - ω) < 1e-14)
    }

    @Test("Young's formulas refuse what they do not hold for")
    func youngRefusals() throws {
        #expect(throws: ComputationError.self) { try proposal("young", Instance()) }
        #expect(throws: ComputationError.self) { try proposal("young", laplacian(10, 10, diagonal: 3.8)) }
        #expect(throws: ComputationError.self) { try proposal("young", laplacian(10, 10, diagonal: 0)) }
        #expect(throws: ComputationError.self) { try Game("young", TuningSpace(categories: ["cg", "sor"])) }
    }

    /// What an oracle proposes, and how many trials it took.
    private func search(
        _ yaml: String, _ space: TuningSpace = Game.omega, _ cost: (Double) -> Double
    ) throws -> (value: Double, trials: [Double]) {
        let game = try Game(yaml, space)
        var oracle = try #require(game.tuner as? any ProbingTuner)
        var trials: [Double] = []
        let value = try oracle.propose(TuningContext(Instance())) {
            trials.append($0)
            return cost($0)
        }
        return (value, trials)
    }

    @Test("the grid's optimum is exact, and the smallest of several; failures cost infinity")
    func grid() throws {
        let plain = try search("{ instance_oracle: { search: grid } }") { abs($0 - 1.55) }
        #expect(plain.trials.count == 20 && abs(plain.value - 1.55) < 1e-12)
        #expect(try search("{ instance_oracle: { search: grid } }") { $0 < 1.42 ? .infinity : 7 }.value == 1.45)
        let things = TuningSpace(categories: ["a", "b", "c"])
        #expect(try search("instance_oracle", things) { [3, 1, 2][Int($0)] }.value == 1)
    }

    @Test("golden sections take 12 trials and come within 0.02 of the smallest cost")
    func goldenSection() throws {
        for optimum in [1.0, 1.07, 1.31, 1.5, 1.66, 1.93, 1.95] {
            let found = try search("instance_oracle") { ($0 - optimum) * ($0 - optimum) }
            #expect(found.trials.count == 12)
            #expect(found.trials.prefix(5).map { ($0 * 100).rounded() / 100 } == [1, 1.3, 1.5, 1.75, 1.95])
            // A bracket of at most 0.45 after 7 trials, two of which open it: 0.45 * 0.618^6.
            #expect(abs(found.value - optimum) < 0.45 * pow(0.618, 6))
        }
        let broken = try search("instance_oracle") { $0 > 1.4 ? .infinity : 2 - $0 }
        #expect(broken.value > 1.3 && broken.value <= 1.4)
    }
}
