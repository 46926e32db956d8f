import Ansatz

/// Systems 2 x = b with random b, with or without a flaw.
struct Draws<Kind: FlawKind>: SequenceProblem {
    struct Options: ComponentOptions {
        var instances = 10
        static var keys: [Key<Self>] {
            [Key("instances", \.instances, range: .closed(1, 1e6), isExtendable: true, help: "number of systems")]
        }
    }

    static var info: ComponentInfo { ComponentInfo("draws", "Random systems") }
    static var offers: [StatementKind] { [.linearSystem] }

    var options = Options()
    private let asked = Tally()

    var instanceCount: Int { options.instances }

    func extent() -> ProblemExtent {
        ProblemExtent(unknowns: Kind.flaw == .wrongExtent ? 6 : 4, memory: 1000, frameBytes: ["u": 32])
    }

    func system(_ index: Int, _ random: inout RandomStream, _ run: RunContext) -> any LinearSystem {
        asked.count += 1
        var random = Kind.flaw == .dependsOnMethod ? run.random("draw", index: index) : random
        var values = (0..<4).map { _ in 1 + random.uniform() }
        if Kind.flaw == .dependsOnOrder { values[0] += Double(asked.count) }
        if Kind.flaw == .dependsOnCount { values[0] += Double(options.instances) }
        return DiagonalSystem(2, Tensor(values))
    }

    func fields(of solution: Tensor<Double>, _ index: Int) throws -> [Field] {
        [try Field("u", axes: [.index("number", count: 4, role: .component)], solution)]
    }

    func certificate(worstResidual: StepDefect) -> Certificate {
        Certificate([
            .init(
                "worst_residual", "residual", value: Kind.flaw == .certifiesAll ? 0 : worstResidual.value,
                limit: Kind.flaw == .certifiesNone ? -1 : 1e-6)
        ])
    }
}

private final class Tally {
    var count = 0
}
