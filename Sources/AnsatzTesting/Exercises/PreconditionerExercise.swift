import Ansatz

/// A preconditioner of systems with known answers.
struct PreconditionerExercise: Exercise {
    private var preconditioner: any Preconditioner
    private let run: RunContext
    private let systems: [ModelSystem]
    /// Random vectors u and v for each system.
    private let vectors: [(u: Tensor<Double>, v: Tensor<Double>)]

    init(_ component: ConfiguredComponent, _ scale: WorkScale, _ run: RunContext, saved: SavedWork?) throws {
        guard var preconditioner = try component.make() as? any Preconditioner else {
            throw ContractViolation("it is no preconditioner")
        }
        try preconditioner.prepare(run)
        self.preconditioner = try restored(preconditioner, from: saved)
        self.run = run
        systems =
            switch scale {
            case .small:
                [.easy(9, 7), .stiff(24, 17), .anisotropic(12, 31), .easy(1, 5), .easy(1, 1), .easy(5, 1), .easy(9, 7)]
            case .threaded: [.easy(300, 301), .anisotropic(301, 300)]
            case .hard(let side): [.hard(side, side)]
            }
        vectors = systems.map { system in
            var random = RandomStream(seed: 7, stage: "contract", purpose: "preconditioner")
            return (random.normalTensor(shape: system.shape), random.normalTensor(shape: system.shape))
        }
    }

    var calls: Int { systems.count }

    mutating func call(_ index: Int) throws -> Outcome {
        let (u, v) = vectors[index]
        try preconditioner.begin(systems[index], run)
        let images = try (apply(u), apply(v), apply(u))
        var outcome = Outcome(
            arrays: [("z", images.0), ("the second z", images.1)],
            numbers: [("its count of operations", preconditioner.operationsPerApplication)])
        guard preconditioner.isSymmetricPositiveDefinite else { return outcome }
        let what = "of a system of shape \(systems[index].shape)"
        let (uu, vv) = (dot(u, images.0), dot(v, images.1))
        // Single precision is enough for a preconditioner.
        let asymmetry = abs(dot(v, images.0) - dot(u, images.1)) / (abs(uu * vv).squareRoot())
        outcome.checks = [
            .init("asymmetry", "|vᵀM⁻¹u − uᵀM⁻¹v| relative to both energies \(what)", value: asymmetry, limit: 1e-5),
            .init("negative_energy", "−min(uᵀM⁻¹u, vᵀM⁻¹v) \(what)", value: -min(uu, vv), limit: 0),
            .init(
                "memory", "difference between two applications to one vector \(what)",
                value: images.0 == images.2 ? 0 : 1, limit: 0),
        ]
        return outcome
    }

    private mutating func apply(_ r: Tensor<Double>) throws -> Tensor<Double> {
        var z = Tensor<Double>(repeating: .nan, shape: r.shape)
        try r.withBuffer { r in try z.withMutableBuffer { try preconditioner.apply(r, into: $0, run) } }
        return z
    }

    private func dot(_ x: Tensor<Double>, _ y: Tensor<Double>) -> Double {
        zip(x.elements, y.elements).reduce(0) { $0 + $1.0 * $1.1 }
    }

    func saved() throws -> SavedWork { SavedWork(own: try ownState(of: preconditioner), bound: try run.snapshots()) }
}
