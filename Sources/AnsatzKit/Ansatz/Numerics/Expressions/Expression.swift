/// A formula over named variables, such as `max(0.1*sin(2*pi*t), -10*sin(2*pi*t))`.
///
/// - Numbers: `3`, `.5`, `1e-3`, `1_000`. Constants: `pi`, `tau`, `e`.
/// - Operators, tightest first: `^` (also `**`, from the right: `2^3^2` is 512), unary `-` (`-x^2` is -(x²)), `*` `/`,
///   `+` `-`, and the comparisons `<` `<=` `>` `>=` `==` `!=`, which give 1 or 0.
/// - Functions: `sin cos tan asin acos atan atan2 sinh cosh tanh exp log log10 sqrt abs min max floor ceil mod hypot erf`,
///   `sign`, `step(x)` (1 from x = 0 on, else 0), `if(condition, a, b)` (also `where`), and
///   `bump(s)` = exp(1 - 1/(1 - min(1, s))), zero for s ≥ 1. `log` is the natural logarithm; `mod` takes the sign of
///   its second value.
///
/// Constant parts are folded, and parts that occur twice are computed once. Results that are not defined are NaN, as in
/// IEEE arithmetic. For whole arrays use ``ExpressionEvaluator``, which gives the same bits.
public struct Expression: Sendable, Hashable {
    /// Longest text, in characters.
    public static let lengthLimit = 10_000
    /// Deepest nesting of parentheses, calls, signs and powers.
    public static let depthLimit = 100

    /// The names of all functions, in alphabetical order.
    public static let functionNames: [String] = ExpressionOperation.functions.keys.sorted()
    /// The names of all constants, in alphabetical order.
    public static let constantNames: [String] = ExpressionOperation.constants.keys.sorted()

    /// The formula as written.
    public let text: String
    /// The names that it may use; values are given in this order.
    public let variables: [String]
    /// Operands before their use; the last one is the result.
    let nodes: [ExpressionNode]

    /// Reads a formula.
    ///
    /// - Parameter variables: the names that it may use. A variable hides a constant of the same name.
    /// - Throws: ``ExpressionError`` with the place of the first thing that is wrong.
    public init(_ text: String, variables: [String] = []) throws(ExpressionError) {
        self.text = text
        self.variables = variables
        var parser = try ExpressionParser(text, variables: variables)
        nodes = try parser.parse()
    }

    /// The number that a formula without variables stands for: `0.01/pi`, `2/3`, `1_000`.
    ///
    /// - Throws: ``ExpressionError`` also where the result is not finite.
    public static func number(_ text: String) throws(ExpressionError) -> Double {
        let expression = try Expression(text)
        // Without variables everything folds.
        guard let value = expression.constant, value.isFinite else {
            throw ExpressionError("'\(text)' is not a finite number", at: 0)
        }
        return value
    }

    /// The value, where the formula depends on no variable.
    public var constant: Double? { nodes[nodes.count - 1].constant }

    /// The variables that the value depends on.
    public var usedVariables: Set<String> {
        Set(
            nodes.compactMap { node -> String? in
                if case .variable(let number) = node { variables[number] } else { nil }
            })
    }

    /// The value for the given variables, in the order of ``variables``.
    ///
    /// - Precondition: there is a value for each of them.
    public func value(_ values: [Double]) -> Double {
        precondition(values.count == variables.count, "\(values.count) values for \(variables.count) variables")
        var results: [Double] = []
        results.reserveCapacity(nodes.count)
        for node in nodes {
            switch node {
            case .constant(let bits): results.append(Double(bitPattern: bits))
            case .variable(let number): results.append(values[number])
            case .operation(let operation, let a, let b, let c):
                results.append(operation(results[a], results[b], results[c]))
            }
        }
        return results[results.count - 1]
    }

    /// The value for variables given by name.
    ///
    /// - Throws: ``ExpressionError`` where one that the formula uses is missing.
    public func value(at values: [String: Double]) throws(ExpressionError) -> Double {
        let used = usedVariables
        for name in variables where used.contains(name) && values[name] == nil {
            throw ExpressionError("variable '\(name)' has no value", at: 0)
        }
        return value(variables.map { values[$0] ?? .nan })
    }
}
