import Glibc

/// An operation of a formula on one, two or three numbers.
///
/// Each is defined once, as a function of scalars; arrays go through the same function element by element, so both
/// give the same bits.
enum ExpressionOperation: UInt8, Hashable, Sendable {
    case negate, abs, sign, step, floor, ceil, sqrt, square, exp, log, log10, erf, bump
    case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh
    case add, subtract, multiply, divide, power, minimum, maximum, modulo, atan2, hypot
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case choose

    @inline(__always)
    static func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x }

    @inline(__always)
    static func step(_ x: Double) -> Double { x >= 0 ? 1 : x < 0 ? 0 : x }

    /// exp(1 - 1/(1 - s)) for s < 1, and zero from there on: smooth, with compact support, 1 at s = 0.
    @inline(__always)
    static func bump(_ s: Double) -> Double { s >= 1 ? 0 : Glibc.exp(1 - 1 / (1 - s)) }

    @inline(__always)
    static func minimum(_ a: Double, _ b: Double) -> Double { a < b || a != a ? a : b }

    @inline(__always)
    static func maximum(_ a: Double, _ b: Double) -> Double { a > b || a != a ? a : b }

    /// a - b·⌊a/b⌋: takes the sign of `b`.
    @inline(__always)
    static func modulo(_ a: Double, _ b: Double) -> Double { a - b * (a / b).rounded(.down) }

    /// The result for scalars; operands that the operation does not take are ignored.
    func callAsFunction(_ a: Double, _ b: Double = 0, _ c: Double = 0) -> Double {
        switch self {
        case .negate: -a
        case .abs: Swift.abs(a)
        case .sign: Self.sign(a)
        case .step: Self.step(a)
        case .floor: a.rounded(.down)
        case .ceil: a.rounded(.up)
        case .sqrt: a.squareRoot()
        case .square: a * a
        case .exp: Glibc.exp(a)
        case .log: Glibc.log(a)
        case .log10: Glibc.log10(a)
        case .erf: Glibc.erf(a)
        case .bump: Self.bump(a)
        case .sin: Glibc.sin(a)
        case .cos: Glibc.cos(a)
        case .tan: Glibc.tan(a)
        case .asin: Glibc.asin(a)
        case .acos: Glibc.acos(a)
        case .atan: Glibc.atan(a)
        case .sinh: Glibc.sinh(a)
        case .cosh: Glibc.cosh(a)
        case .tanh: Glibc.tanh(a)
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .power: Glibc.pow(a, b)
        case .minimum: Self.minimum(a, b)
        case .maximum: Self.maximum(a, b)
        case .modulo: Self.modulo(a, b)
        case .atan2: Glibc.atan2(a, b)
        case .hypot: Glibc.hypot(a, b)
        case .less: a < b ? 1 : 0
        case .lessOrEqual: a <= b ? 1 : 0
        case .greater: a > b ? 1 : 0
        case .greaterOrEqual: a >= b ? 1 : 0
        case .equal: a == b ? 1 : 0
        case .notEqual: a != b ? 1 : 0
        case .choose: a != 0 ? b : c
        }
    }

    var operandCount: Int {
        if rawValue < Self.add.rawValue { 1 } else if self == .choose { 3 } else { 2 }
    }

    /// The function of a name in a formula.
    static let functions: [String: ExpressionOperation] = [
        "sin": .sin, "cos": .cos, "tan": .tan, "asin": .asin, "acos": .acos, "atan": .atan, "atan2": .atan2,
        "sinh": .sinh, "cosh": .cosh, "tanh": .tanh, "exp": .exp, "log": .log, "ln": .log, "log10": .log10,
        "sqrt": .sqrt, "abs": .abs, "min": .minimum, "max": .maximum, "floor": .floor, "ceil": .ceil,
        "mod": .modulo, "hypot": .hypot, "erf": .erf, "sign": .sign, "step": .step, "bump": .bump,
        "if": .choose, "where": .choose,
    ]

    static let constants: [String: Double] = [
        "pi": .pi, "π": .pi, "tau": 2 * .pi, "e": 2.718281828459045,
    ]
}
