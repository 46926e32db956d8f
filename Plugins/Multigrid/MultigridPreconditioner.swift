import Ansatz

/// z ≈ A⁻¹ r by one multigrid cycle, for diffusion on grids in one to three dimensions.
struct MultigridPreconditioner: Preconditioner {
    struct Options: MultigridOptions {
        var cycle = CycleKind.v
        var smoother = SmootherKind.redBlack
        var preSweeps = 1
        var postSweeps = 1
        var precision = CyclePrecision.automatic

        static let keys: [Key<Self>] = multigridKeys

        func conflicts() -> [OptionConflict] { Self.noSweeps(self) }
    }

    static let info = ComponentInfo(
        "multigrid", "One geometric multigrid cycle as a preconditioner", references: Reference.multigrid)

    var options = Options()
    private var setUp = MultigridSetUp()
    private var cycle: MultigridCycle?

    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        cycle = nil
        let target = system.preconditioningSystem ?? system
        guard let grid = target as? any DiffusionSystem else {
            throw ComputationError.unsuitable(
                "preconditioner '\(Self.info.name)' needs a diffusion system on a grid",
                help: "precondition with 'amg', which takes any sparse matrix")
        }
        guard grid.diffusion.count == system.rightHandSide.count else {
            throw ComputationError.unsuitable(
                "the system to precondition with has \(grid.diffusion.count) unknowns, and the system "
                    + "\(system.rightHandSide.count)", help: nil)
        }
        cycle =
            try setUp.cycle(
                for: grid.diffusion, options.precision, options.parameters, method: Self.info.name, run
            ).cycle
    }

    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        guard let cycle else {
            throw ComputationError.unsuitable("preconditioner '\(Self.info.name)' was given no matrix", help: nil)
        }
        try cycle.apply(r, into: z, options.cycle, run)
    }

    var isSymmetricPositiveDefinite: Bool {
        options.preSweeps == options.postSweeps && options.cycle != .fullMultigrid
    }

    var operationsPerApplication: Double { cycle?.operations(options.cycle) ?? 0 }
}
