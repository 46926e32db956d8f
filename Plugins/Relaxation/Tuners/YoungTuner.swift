import Ansatz
import Glibc

/// Young's closed forms for the relaxation factor of a constant stencil: no learning.
///
/// With ρ the spectral radius of Jacobi's iteration, which for the stencil (d, w, v) on r rows and c columns is
///
///     ρ = (2|w| cos(π/(c + 1)) + 2|v| cos(π/(r + 1)))/|d|,
///
/// - `sor`: ω = 2/(1 + √(1 − ρ²)), the best for SOR with a consistent ordering, such as the natural one here;
/// - `ssor`: ω = 2/(1 + √(2(1 − ρ))), a good choice for SSOR where the spectral radius of L U is at most 1/4, L and U
///   being the parts of Jacobi's matrix. It is where the stencil's diagonal dominates, since then ‖L‖, ‖U‖ ≤ 1/2.
///
/// Both are made for the asymptotic rate and the natural ordering, and know neither the start nor the tolerance.
///
/// Source: D. M. Young, Iterative Solution of Large Linear Systems, Academic Press 1971, chapters 6 and 15.
struct YoungTuner: Tuner {
    enum Formula: String, OptionChoice {
        case sor, ssor
    }

    struct Options: ComponentOptions {
        var formula = Formula.sor

        static let keys: [Key<Self>] = [
            Key(
                "formula", \.formula, help: "sor, or ssor: cautious where the start is good"
            )
        ]
    }

    static let info = ComponentInfo(
        "young", "The closed form of the relaxation factor for a constant stencil",
        references: [
            Reference(
                .book, ["D. M. Young"], "Iterative Solution of Large Linear Systems", in: "Academic Press", year: 1971)
        ])

    var options = Options()

    /// Both formulas grow from 2/(1 + √2) or 1 at ρ = 0 to 2 at ρ = 1, which no option need allow.
    func proposalRange(in space: TuningSpace) -> ClosedRange<Double> {
        (options.formula == .sor ? 1 : Self.ssor(0))...Self.largest
    }

    mutating func begin(_ space: TuningSpace) throws {
        guard space.kind == .interval else {
            throw ComputationError.unsuitable(
                "tuner 'young' gives relaxation factors, and the option it is to tune is none",
                help: "use surface or tsallis_inf, which learn")
        }
    }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) throws -> Double {
        guard let system = context.system as? any StencilSystem else {
            throw ComputationError.unsuitable(
                "tuner 'young' needs a linear system with a constant stencil, and this one has none",
                help: "use surface or chebcb, which learn from iteration counts")
        }
        let ρ = Self.jacobiRadius(system.stencil)
        guard ρ < 1 else {
            throw ComputationError.unsuitable(
                "tuner 'young' needs a matrix on which Jacobi's iteration converges; its spectral radius here is \(ρ)",
                help: "use surface or chebcb, which learn from iteration counts")
        }
        return min(options.formula == .sor ? 2 / (1 + (1 - ρ * ρ).squareRoot()) : Self.ssor(ρ), Self.largest)
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {}

    /// ρ; infinite where the diagonal is zero.
    private static func jacobiRadius(_ stencil: ConstantStencil) -> Double {
        let along = 2 * abs(stencil.alongRow) * cos(.pi / Double(stencil.columns + 1))
        let across = 2 * abs(stencil.acrossRows) * cos(.pi / Double(stencil.rows + 1))
        let ρ = (along + across) / abs(stencil.diagonal)
        return ρ.isNaN ? .infinity : ρ
    }

    private static func ssor(_ ρ: Double) -> Double { 2 / (1 + (2 * (1 - ρ)).squareRoot()) }

    private static let largest = 2.0.nextDown
}
