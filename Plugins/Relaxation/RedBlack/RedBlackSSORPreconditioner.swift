import Ansatz

/// Symmetric successive over-relaxation in the red-black ordering as a preconditioner: z ≈ A⁻¹ r by `sweeps` symmetric
/// sweeps from zero, each a forward sweep (red, then black) and a backward one (black, then red). One sweep is
///
///     M = (D + ωL) D⁻¹ (D + ωLᵀ) / (ω (2 − ω)),    L the couplings of black points with red ones.
///
/// Works on any diffusion system in one to three dimensions, on several threads; a periodic axis needs an even number of
/// points. M is symmetric positive definite where A is and ω in (0, 2). The two relaxations of the black points in a
/// sweep are one by ω (2 − ω), so a sweep costs one and a half of `sor`.
///
/// Good values: the defaults. In this ordering ω = 1 is best or nearly so; more sweeps save iterations, not time.
struct RedBlackSSORPreconditioner: Preconditioner {
    struct Options: ComponentOptions {
        var omega = 1.0
        var sweeps = 1

        static let keys: [Key<Self>] = [
            Key(
                tunable: "omega", \.omega, unit: "1", range: .open(0, 2), proposals: 0.8...1.6,
                help: "relaxation factor; 1 is best or nearly so in the red-black ordering"),
            Key("sweeps", \.sweeps, range: .closed(1, 100), help: "symmetric sweeps in one application"),
        ]
    }

    static let info = ComponentInfo(
        "ssor", "Symmetric over-relaxation in the red-black ordering, as a preconditioner",
        references: [
            Reference(
                .article, ["O. Axelsson"], "A generalized SSOR method", in: "BIT", volume: "12", pages: "443–467",
                year: 1972)
        ])

    var options = Options()
    private var system: ColouredSystem?
    private var schedule: SweepSchedule?
    private(set) var isSymmetricPositiveDefinite = false

    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        let target = system.preconditioningSystem ?? system
        guard let grid = target as? any DiffusionSystem else {
            throw ComputationError.unsuitable(
                "ssor needs a diffusion system on a grid", help: "take gauss_seidel, which works on sparse matrices")
        }
        guard grid.rightHandSide.count == system.rightHandSide.count else {
            throw ComputationError.unsuitable(
                "the system to precondition with has \(grid.rightHandSide.count) unknowns, and the system "
                    + "\(system.rightHandSide.count)", help: nil)
        }
        let old = self.system
        self.system = nil
        let coloured = try ColouredSystem(grid.diffusion, reusing: old, run.threads)
        schedule = SweepSchedule(coloured.grid, arrays: coloured.memory.arrays, run.threads)
        self.system = coloured
        isSymmetricPositiveDefinite =
            grid.matrixClass == .symmetricPositiveDefinite || grid.matrixClass == .symmetricPositiveSemidefinite
    }

    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        guard let system, let schedule, system.grid.count == r.count, z.count == r.count else {
            throw ComputationError.unsuitable("ssor was given no matrix of \(r.count) rows", help: nil)
        }
        let memory = system.memory
        memory.pack(r, into: HalfRow.rightHandSides, HalfRow.rightHandSides + 1, run.threads)
        memory.clear(HalfRow.vectors, HalfRow.vectors + 1, run.threads)
        let ω = options.omega
        let red = SweepSchedule.Stage(colour: .red, ω: ω)
        // Twice by ω, with nothing changed between.
        let black = SweepSchedule.Stage(colour: .black, ω: ω * (2 - ω))
        // So are the last red half sweep of one sweep and the first of the next.
        let twice = SweepSchedule.Stage(colour: .red, ω: ω * (2 - ω))
        var stages = [red, black]
        for _ in 1..<options.sweeps { stages += [twice, black] }
        stages.append(red)
        var first = 0
        while first < stages.count {
            let end = min(first + schedule.depth, stages.count)
            _ = try schedule.run(system, Array(stages[first..<end]), run)
            first = end
        }
        memory.unpack(HalfRow.vectors, HalfRow.vectors + 1, into: z, run.threads)
    }

    var operationsPerApplication: Double {
        system.map { $0.operationsPerSweep * (Double(options.sweeps) + 0.5) } ?? 0
    }
}
