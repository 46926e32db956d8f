import Foundation

/// Random scenarios: changed trees, changed texts, changed `--set`s, and good ones written in another way.
struct ScenarioFuzz: FuzzSubject {
    private let seed: UInt64
    private let corpus = ScenarioCorpus()
    private let check: ScenarioCheck

    init(seed: UInt64) {
        self.seed = seed
        check = ScenarioCheck(corpus)
    }

    mutating func run(_ number: Int) -> FuzzOutcome { check.run(scenario(number)) }

    mutating func input(_ number: Int) -> [UInt8] { scenario(number).shown }

    func scenario(_ number: Int) -> ScenarioInput {
        var random = FuzzRandom(seed: seed, number: number)
        switch random.below(20) {
        case 0, 1: return restated(&random)
        case 2...6:
            var mutation = TextMutation(random: random)
            return ScenarioInput(bytes: mutation.mutated(random.pick(corpus.texts)))
        case 7, 8, 9:
            // Good ones stay good more often where only a value changes.
            var base = random.pick(corpus.valid).tree
            base.change(at: random.below(base.count)) { node in
                if case .scalar(let text) = node, Double(text) != nil {
                    node = .scalar(random.pick(ScalarSource.numbers))
                }
            }
            if random.chance(0.7) { return ScenarioInput(bytes: written(base, &random)) }
            return ScenarioInput(bytes: written(base, &random), overrides: overrides(base, &random))
        default:
            let base = random.chance(0.6) ? random.pick(corpus.valid).tree : random.pick(corpus.trees)
            var mutation = TreeMutation(random: random, corpus: corpus.trees)
            let tree = mutation.mutated(base)
            random = mutation.random
            var input = ScenarioInput(bytes: written(tree, &random))
            if random.chance(0.15) { input.overrides = overrides(tree, &random) }
            if random.chance(0.1) {
                var mutation = TextMutation(random: random)
                input.bytes = mutation.mutated(input.bytes)
            }
            return input
        }
    }

    private func written(_ tree: FuzzNode, _ random: inout FuzzRandom) -> [UInt8] {
        var emitter = FuzzEmitter(random)
        _ = random.next()
        return Array(emitter.document(tree).utf8)
    }

    /// A good scenario with other blanks, comments, quotes, line ends, and another order of keys.
    private func restated(_ random: inout FuzzRandom) -> ScenarioInput {
        let base = random.pick(corpus.valid)
        var emitter = FuzzEmitter(random)
        emitter.shuffles = true
        emitter.noise = random.pick([0, 0.1, 0.5, 1])
        _ = random.next()
        var bytes = Array(emitter.document(base.tree).utf8)
        if random.chance(0.2) { bytes = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }
        if random.chance(0.1) { bytes = [0xEF, 0xBB, 0xBF] + bytes }
        return ScenarioInput(bytes: bytes, expected: (base.canonical, base.keys))
    }

    private func overrides(_ tree: FuzzNode, _ random: inout FuzzRandom) -> [String] {
        let paths = tree.paths().dropFirst()
        return (0...random.below(3)).map { _ in
            var path = paths.randomElement(using: &random) ?? "name"
            if random.chance(0.2) { path = ScalarSource.misspelt(path, &random) }
            if random.chance(0.1) {
                path += random.pick([".x", "[0]", "[9]", ".", "[", "[-1]", "..a", ".tune", "[1e9]"])
            }
            var text = path + "=" + value(&random)
            if random.chance(0.15) {
                var mutation = TextMutation(random: random)
                text = String(decoding: mutation.mutated(Array(text.utf8)), as: UTF8.self)
                random = mutation.random
            }
            // No argument can hold a NUL.
            return text.replacing("\0", with: "")
        }
    }

    private func value(_ random: inout FuzzRandom) -> String {
        if random.chance(0.2) {
            var emitter = FuzzEmitter(random)
            let donor = random.pick(corpus.trees)
            return emitter.document(donor.node(random.below(donor.count))).replacing("\n", with: " ")
        }
        return ScalarSource.any(&random)
    }
}
