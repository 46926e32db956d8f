import Ansatz
import Foundation

/// A sequence of shifted Laplacians, the first experiment of Khodak et al.:
///
///     (A + cᵢ I) xᵢ = bᵢ,    cᵢ = lowest + width βᵢ,    βᵢ ~ Beta(a, b),    bᵢ ~ N(0, I) given ‖bᵢ‖ ≤ √n.
///
/// A is the five-point Laplacian on the n inner points of a rectangle with zero boundary, without the factor 1/h²: 4 on
/// the diagonal, −1 for each neighbour. Every solver starts from zeros. A tuner may know cᵢ before the solve; the best
/// relaxation factor falls as cᵢ grows.
///
/// A right-hand side that is too long is drawn again, all of it: ‖b‖² has the χ² law with n degrees of freedom, of which
/// a little more than half lies below n, so that takes two draws on average. A + c I is positive definite where
/// c > −λ, with λ = 4 − 2 cos(π/(nx + 1)) − 2 cos(π/(ny + 1)) the smallest eigenvalue of A; `lowest` must be above it.
///
/// Good values: Beta(1/2, 3/2) varies much, Beta(2, 6) little, about the same mean.
struct ShiftedLaplacianSequence: SequenceProblem {
    struct Options: ComponentOptions {
        var points = [10, 10]
        var instances = 5000
        var beta = [0.5, 1.5]
        var lowest = -0.15
        var width = 0.6
        var contextRange = [-0.15, 0.65]
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = [
            Key("points", \.points, range: .closed(1, 1e6), help: "unknowns along x and y"),
            Key(
                "instances", \.instances, range: .closed(1, 1e12), isExtendable: true, help: "number of systems"),
            Key(
                "beta", \.beta, unit: "1", range: .closed(1e-3, 1e6),
                help: "the two shapes of the shift's law; [1/2, 3/2] varies much, [2, 6] little"),
            Key("lowest", \.lowest, unit: "1", range: .closed(-8, 1e6), help: "smallest shift"),
            Key("width", \.width, unit: "1", range: .closed(0, 1e6), help: "largest shift less the smallest"),
            Key(
                "context_range", \.contextRange, unit: "1", range: .closed(-1e7, 1e7),
                help: "where shifts may lie, as tuners are told"),
            Key(
                "residual_limit", \.residualLimit, unit: "1", range: .positive,
                help: "largest relative residual of an instance that the certificate accepts"),
        ]

        func conflicts() -> [OptionConflict] {
            let pairs = [
                ("points", "for x and y", points.count), ("beta", "the shapes a and b", beta.count),
            ].filter { $0.2 != 2 }
            if !pairs.isEmpty {
                return pairs.map { OptionConflict($0, "'\($0)' needs two values, \($1), and has \($2)") }
            }
            var conflicts: [OptionConflict] = []
            if lowest <= -smallestEigenvalue {
                conflicts.append(
                    OptionConflict(
                        "lowest", "with a shift of \(lowest) the matrix is not positive definite",
                        help: "on \(points[0]) x \(points[1]) points it must be greater than \(-smallestEigenvalue)"))
            }
            let wrong = ContextRange.conflicts(contextRange)
            conflicts += wrong
            if wrong.isEmpty, contextRange[0] > lowest || contextRange[1] < lowest + width {
                conflicts.append(
                    OptionConflict(
                        ContextRange.key,
                        "'\(ContextRange.key)' must hold all shifts, which lie between \(lowest) and "
                            + "\(lowest + width)"))
            }
            return conflicts
        }

        /// 4 sin²(π / (2 (n + 1))) for each side: the cosines' difference would lose digits on fine grids.
        var smallestEigenvalue: Double {
            points.map { 4 * pow(sin(.pi / (2 * (Double($0) + 1))), 2) }.reduce(0, +)
        }
    }

    static let info = ComponentInfo(
        "shifted_laplacian", "Sequence of five-point Laplacians with random shifts and right-hand sides",
        references: [.learningToRelax])
    static let offers: [StatementKind] = [.stencilSystem]

    var options = Options()

    var instanceCount: Int { options.instances }

    func extent() throws -> ProblemExtent {
        guard options.points.count == 2, let n = Tensor<Double>.elementCount(of: options.points), n <= Int.max / 256
        else {
            throw ComputationError.tooLarge(
                "\(options.points.map(String.init).joined(separator: " x ")) points are more than any memory holds")
        }
        // Right-hand side, solution, start, residual, the product of the check, five of a Krylov method, the output.
        return ProblemExtent(unknowns: n, memory: 11 * 8 * n, frameBytes: ["u": 8 * n])
    }

    func system(_ index: Int, _ random: inout RandomStream, _ run: RunContext) throws -> any LinearSystem {
        let n = try extent().unknowns
        let shift = options.lowest + options.width * random.beta(options.beta[0], options.beta[1])
        let system = ConstantStencilSystem(
            ConstantStencil(
                rows: options.points[1], columns: options.points[0], diagonal: 4 + shift, alongRow: -1,
                acrossRows: -1),
            .symmetricPositiveDefinite,
            context: [ContextVariable("shift", shift, in: ContextRange.range(options.contextRange))])
        let longest = Double(n).squareRoot()
        repeat {
            try run.checkCancellation()
            system.rightHandSide.withMutableBuffer { random.fillNormal($0, threads: run.threads) }
        } while norm2(system.rightHandSide) > longest
        return system
    }

    func fields(of solution: Tensor<Double>, _ index: Int) throws -> [Field] {
        let axes = [axis("y", options.points[1]), axis("x", options.points[0])]
        return [try Field("u", axes: axes, solution, longName: "solution")]
    }

    /// The inner points of a unit side.
    private func axis(_ name: String, _ count: Int) -> Axis {
        let spacing = 1 / (Double(count) + 1)
        return Axis(
            name, .uniform(first: spacing, spacing: spacing, count: count), longName: "\(name) coordinate")
    }

    func certificate(worstResidual: StepDefect) throws -> Certificate {
        Certificate([
            .init(
                "worst_residual", "largest relative residual of an instance's linear system, recomputed by it",
                value: worstResidual.value, limit: options.residualLimit)
        ])
    }

    var metricNames: [String]? { [] }
}
