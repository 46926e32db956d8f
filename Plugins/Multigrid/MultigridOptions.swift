import Ansatz

/// The order in which levels are visited.
enum CycleKind: String, OptionChoice {
    /// Each coarser level once.
    case v
    /// Each coarser level twice.
    case w
    /// From the coarsest level up, each solved by a V-cycle from what the one below gives; V-cycles after that.
    case fullMultigrid = "full_multigrid"
}

/// What removes the errors that a coarser level does not see.
enum SmootherKind: String, OptionChoice {
    /// Gauss-Seidel by colours.
    case redBlack = "red_black"
    /// Two steps of a Chebyshev iteration in D⁻¹A.
    case chebyshev
    /// Damped Jacobi.
    case jacobi
}

/// The numbers that a cycle works with.
enum CyclePrecision: String, OptionChoice {
    /// Single where the coefficients' contrast allows it.
    case automatic
    case single
    case double
}

/// The options that the solver and the preconditioner share.
protocol MultigridOptions: ComponentOptions {
    var cycle: CycleKind { get set }
    var smoother: SmootherKind { get set }
    var preSweeps: Int { get set }
    var postSweeps: Int { get set }
    var precision: CyclePrecision { get set }
}

extension MultigridOptions {
    static var multigridKeys: [Key<Self>] {
        [
            Key(
                "cycle", \.cycle,
                help: "v visits each coarser grid once, w twice; full_multigrid starts on the coarsest grid"),
            Key(
                "smoother", \.smoother,
                help: "red_black needs the fewest cycles; chebyshev and jacobi need products with the matrix only"),
            Key(
                "pre_sweeps", \.preSweeps, range: .closed(0, 100), help: "sweeps of the smoother before the correction"),
            Key(
                "post_sweeps", \.postSweeps, range: .closed(0, 100),
                help: "sweeps of the smoother after the correction"),
            Key(
                "precision", \.precision,
                help: "of the cycle's numbers; automatic is single unless coefficients differ by more than 1e5"),
        ]
    }

    static var noSweeps: (Self) -> [OptionConflict] {
        { options in
            guard options.preSweeps + options.postSweeps == 0 else { return [] }
            return [
                OptionConflict(
                    "post_sweeps", "'pre_sweeps' and 'post_sweeps' are both 0",
                    help: "without smoothing nothing converges")
            ]
        }
    }

    var parameters: CycleParameters {
        CycleParameters(kind: cycle, smoother: smoother, preSweeps: preSweeps, postSweeps: postSweeps)
    }
}

/// What a cycle does on each level.
struct CycleParameters: Hashable {
    var kind: CycleKind
    var smoother: SmootherKind
    var preSweeps: Int
    var postSweeps: Int
}
