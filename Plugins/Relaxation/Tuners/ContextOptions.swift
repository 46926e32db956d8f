import Ansatz

/// Options of tuners that look at one context variable and must know its range: `context` and `context_range`.
protocol ContextOptions: ComponentOptions {
    var context: String? { get set }
    var contextRange: [Double]? { get set }
}

extension ContextOptions {
    static var contextKeys: [Key<Self>] {
        [
            Key(
                "context", \.context,
                help: "name of the context variable to use; needed where the problem has several"),
            Key(
                ContextRange.key, \.contextRange, unit: "1",
                help: "lowest and highest value of the context variable; the problem's own unless given"),
        ]
    }

    func contextConflicts() -> [OptionConflict] { ContextRange.conflicts(contextRange) }

    /// Where the context variable lies.
    ///
    /// - Throws: where there is none, where it is not clear which is meant, or where nothing is known of its range.
    func place(in variables: [ContextVariable], tuner: String) throws -> ContextPlace {
        let names = variables.map(\.name).joined(separator: ", ")
        let variable: ContextVariable
        if let context {
            guard let named = variables.first(where: { $0.name == context }) else {
                throw ComputationError.unsuitable(
                    "tuner '\(tuner)' is to use the context variable '\(context)', which the problem does not have",
                    help: variables.isEmpty ? "it has none" : "it has: \(names)")
            }
            variable = named
        } else {
            guard let first = variables.first else {
                throw ComputationError.unsuitable(
                    "tuner '\(tuner)' needs a context, and the problem has none",
                    help: "use tsallis_inf or surface")
            }
            guard variables.count == 1 else {
                throw ComputationError.unsuitable(
                    "tuner '\(tuner)' uses one context variable, and the problem has \(variables.count): \(names)",
                    help: "name one as its option 'context', or use surface, which takes several")
            }
            variable = first
        }
        guard variable.value.isFinite else {
            throw ComputationError.badInput(
                "tuner '\(tuner)' was told that '\(variable.name)' is \(variable.value)",
                help: "this is a fault of the problem: use tsallis_inf, which ignores the context")
        }
        guard let range = ContextRange.range(contextRange) ?? variable.range else {
            throw ComputationError.unsuitable(
                "tuner '\(tuner)' must know the range of the context variable '\(variable.name)', "
                    + "and the problem declares none",
                help: "give the tuner the option '\(ContextRange.key): [lowest, highest]', or use surface")
        }
        return ContextPlace(variable.value, in: range)
    }
}

/// A context variable's value within its range; values outside count as the nearest end.
struct ContextPlace {
    /// From 0 to 1.
    let fraction: Double

    init(_ value: Double, in range: ClosedRange<Double>) {
        let width = range.upperBound - range.lowerBound
        fraction = width > 0 ? min(max((value - range.lowerBound) / width, 0), 1) : 0
    }
}
