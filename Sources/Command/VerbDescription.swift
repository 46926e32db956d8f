import Engine

/// What `describe` prints of a verb.
struct VerbDescription {
    private let verb: StageVerb

    init(_ verb: StageVerb) { self.verb = verb }

    func print() {
        Swift.print("\(verb.rawValue): verb of a stage\n\(verb.summary)\n")
        let table = TextTable(
            [TableColumn("key"), TableColumn("meaning")], rows: keys.map { [.text($0.0), .text($0.1)] })
        Swift.print(table.text(width: Terminal.width))
        Swift.print("Example")
        for line in example { Swift.print("  \(line)") }
    }

    private var keys: [(String, String)] {
        switch verb {
        case .compare:
            [
                ("compare", "the stage whose methods are tabulated"),
                ("metrics", "columns; total_iterations, seconds and worst_residual where it is left out"),
                ("order", "observed order of one metric against another: { of: error_l2, against: dx }"),
            ]
        case .generate:
            [
                ("generate", "a generator"),
                ("with", "samples, how many; split, such as { train: 80, test: 20 }; and the generator's options"),
                ("output", "fields, compression (0 to 9), precision (float32 or float64)"),
                ("checkpoint", "every: 30 s, or 50 samples"),
            ]
        case .solve:
            [
                ("solve", "a problem with one answer"), ("with", "the problem's options"),
                ("using", "solver, and fallback where the certificate fails; for all methods"),
                ("methods", "names, each with what differs: solver, fallback, with"),
                ("output", "fields, compression (0 to 9), precision (float32 or float64)"),
            ]
        case .use:
            [
                ("use", "a stage that a plugin brought"), ("with", "its options"),
                ("output", "fields, compression (0 to 9), precision (float32 or float64)"),
            ]
        case .integrate:
            [
                ("integrate", "a problem that evolves in time"), ("with", "the problem's options"),
                ("using", "integrator, solver, and fallback where the certificate fails; for all methods"),
                ("methods", "names, each with what differs: integrator, solver, fallback, with"),
                ("output", "fields, every (steps between frames), probes (points), compression, precision"),
                ("checkpoint", "every: 30 s, or 50 steps"),
            ]
        }
    }

    private var example: [String] {
        switch verb {
        case .compare: ["table: { compare: run, metrics: [total_iterations, seconds] }"]
        case .generate: ["data: { generate: poisson, with: { samples: 100, solver: cg } }"]
        case .solve: ["answer: { solve: poisson, using: { solver: cg } }"]
        case .use:
            [
                "coarse:", "  use: apply_operator",
                "  with: { of: { stage: run, field: T, time: last }, operator: { resample: { points: [13, 13] } } }",
            ]
        case .integrate:
            [
                "run:", "  integrate: heat", "  with: { steps: 1000 }",
                "  using: { integrator: crank_nicolson, solver: cg }",
                "  output: { every: 50 steps, probes: [[0.5, 0.5]] }",
            ]
        }
    }
}
