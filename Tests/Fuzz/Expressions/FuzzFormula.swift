import Foundation

/// A formula as a tree, with a value of its own that owes nothing to the code under test.
indirect enum FuzzFormula {
    case number(String, Double)
    case variable(Int)
    case negative(FuzzFormula)
    case binary(String, FuzzFormula, FuzzFormula)
    case call(String, [FuzzFormula])

    static let names = ["x", "y", "t"]

    static func random(_ depth: Int, _ random: inout FuzzRandom) -> FuzzFormula {
        if depth <= 0 || random.chance(0.15) {
            if random.chance(0.55) { return .variable(random.below(names.count)) }
            let text = random.pick([
                "0", "1", "2", "3", "4", "5", "0.5", "1e-3", ".25", "7.", "1_000", "1e300", "1E-300", "2.5e+1", "10",
                "pi", "e",
                "tau", "π",
            ])
            let value: Double =
                switch text {
                case "pi", "π": Double.pi
                case "tau": 2 * Double.pi
                case "e": M_E
                case ".25": 0.25
                case "7.": 7
                case "1_000": 1000
                default: strtod(text, nil)
                }
            return .number(text, value)
        }
        func inner() -> FuzzFormula { .random(depth - 1 - random.below(2), &random) }
        switch random.below(10) {
        case 0...5:
            return .binary(
                random.pick(["+", "-", "*", "/", "^", "**", "+", "*", "<", "<=", ">", ">=", "==", "!="]), inner(),
                inner())
        case 6: return .negative(inner())
        default:
            let (name, count) = random.pick(functions)
            return .call(name, (0..<(count == 0 ? 2 + random.below(3) : count)).map { _ in inner() })
        }
    }

    /// Names with their numbers of values, 0 standing for two or more.
    static let functions: [(String, Int)] =
        [
            "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "ln", "log10", "sqrt",
            "abs",
            "floor", "ceil", "erf", "sign", "step", "bump",
        ].map { ($0, 1) } + [("atan2", 2), ("mod", 2), ("hypot", 2), ("min", 0), ("max", 0), ("if", 3), ("where", 3)]

    /// Whether it holds no variable, or only ones that a condition which is known never reaches.
    var isFixed: Bool {
        switch self {
        case .number: true
        case .variable: false
        case .negative(let inner): inner.isFixed
        case .binary(_, let a, let b):
            a.isFixed && b.isFixed
        case .call("if", let values), .call("where", let values):
            values[0].isFixed && (values[0].value([0, 0, 0]) != 0 ? values[1] : values[2]).isFixed
        case .call(_, let values): values.allSatisfy(\.isFixed)
        }
    }

    func value(_ variables: [Double]) -> Double {
        switch self {
        case .number(_, let value): return value
        case .variable(let index): return variables[index]
        case .negative(let inner): return -inner.value(variables)
        case .binary(let symbol, let left, let right):
            let (a, b) = (left.value(variables), right.value(variables))
            switch symbol {
            case "+": return a + b
            case "-": return a - b
            case "*": return a * b
            case "/": return a / b
            case "<": return a < b ? 1 : 0
            case "<=": return a <= b ? 1 : 0
            case ">": return a > b ? 1 : 0
            case ">=": return a >= b ? 1 : 0
            case "==": return a == b ? 1 : 0
            case "!=": return a != b ? 1 : 0
            default:
                // As documented: small whole powers of what changes are products.
                if right.isFixed, !left.isFixed, [1, 2, 3, 4].contains(b) {
                    return b == 1 ? a : b == 2 ? a * a : b == 3 ? a * a * a : (a * a) * (a * a)
                }
                return pow(a, b)
            }
        case .call(let name, let arguments):
            return Self.call(name, arguments.map { $0.value(variables) })
        }
    }

    private static func call(_ name: String, _ v: [Double]) -> Double {
        switch name {
        case "sin": sin(v[0])
        case "cos": cos(v[0])
        case "tan": tan(v[0])
        case "asin": asin(v[0])
        case "acos": acos(v[0])
        case "atan": atan(v[0])
        case "sinh": sinh(v[0])
        case "cosh": cosh(v[0])
        case "tanh": tanh(v[0])
        case "exp": exp(v[0])
        case "log", "ln": log(v[0])
        case "log10": log10(v[0])
        case "sqrt": sqrt(v[0])
        case "abs": fabs(v[0])
        case "floor": floor(v[0])
        case "ceil": ceil(v[0])
        case "erf": erf(v[0])
        case "sign": v[0].isNaN ? .nan : v[0] > 0 ? 1 : v[0] < 0 ? -1 : v[0]
        case "step": v[0].isNaN ? .nan : v[0] >= 0 ? 1 : 0
        case "bump": v[0] >= 1 ? 0 : exp(1 - 1 / (1 - v[0]))
        case "atan2": atan2(v[0], v[1])
        case "mod": v[0] - v[1] * floor(v[0] / v[1])
        case "hypot": hypot(v[0], v[1])
        case "min": v.dropFirst().reduce(v[0]) { $0.isNaN || $0 < $1 ? $0 : $1 }
        case "max": v.dropFirst().reduce(v[0]) { $0.isNaN || $0 > $1 ? $0 : $1 }
        case "if", "where": v[0] != 0 ? v[1] : v[2]
        default: .nan
        }
    }

    /// The text, with no more parentheses than it needs, or with some more.
    func text(_ random: inout FuzzRandom) -> String { text(0, &random) }

    /// Binding powers: 1 comparison, 2 sum, 3 product, 4 sign, 5 power, 6 primary.
    private func text(_ power: Int, _ random: inout FuzzRandom) -> String {
        let (body, own) = body(&random)
        return own < power || random.chance(0.05) ? "(\(body))" : body
    }

    private func body(_ random: inout FuzzRandom) -> (String, Int) {
        func blank() -> String { random.chance(0.2) ? random.pick([" ", "  ", "\t"]) : "" }
        switch self {
        case .number(let text, _): return (text, 6)
        case .variable(let index): return (Self.names[index], 6)
        case .negative(let inner): return ("-\(blank())\(inner.text(4, &random))", 4)
        case .binary(let symbol, let a, let b):
            let (own, left, right): (Int, Int, Int) =
                switch symbol {
                case "+", "-": (2, 2, 3)
                case "*", "/": (3, 3, 4)
                case "^", "**": (5, 6, 4)
                default: (1, 2, 2)
                }
            return ("\(a.text(left, &random))\(blank())\(symbol)\(blank())\(b.text(right, &random))", own)
        case .call(let name, let values):
            return ("\(name)\(blank())(" + values.map { $0.text(0, &random) }.joined(separator: ",\(blank())") + ")", 6)
        }
    }
}
