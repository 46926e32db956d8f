import Glibc

/// An operand of an array operation: `count` numbers, or one that stands for all of them.
struct ExpressionOperand {
    var base: UnsafePointer<Double>
    var isScalar: Bool

    @inline(__always)
    subscript(index: Int) -> Double { base[isScalar ? 0 : index] }
}

extension ExpressionOperation {
    /// Applies the operation element by element. `result` may be none of the operands.
    func apply(
        _ a: ExpressionOperand, _ b: ExpressionOperand, _ c: ExpressionOperand,
        into result: UnsafeMutablePointer<Double>, count: Int
    ) {
        switch self {
        case .negate: map(a, result, count) { -$0 }
        case .abs: map(a, result, count) { Swift.abs($0) }
        case .sign: map(a, result, count) { Self.sign($0) }
        case .step: map(a, result, count) { Self.step($0) }
        case .floor: map(a, result, count) { $0.rounded(.down) }
        case .ceil: map(a, result, count) { $0.rounded(.up) }
        case .sqrt: map(a, result, count) { $0.squareRoot() }
        case .square: map(a, result, count) { $0 * $0 }
        case .exp: map(a, result, count) { Glibc.exp($0) }
        case .log: map(a, result, count) { Glibc.log($0) }
        case .log10: map(a, result, count) { Glibc.log10($0) }
        case .erf: map(a, result, count) { Glibc.erf($0) }
        case .bump: map(a, result, count) { Self.bump($0) }
        case .sin: map(a, result, count) { Glibc.sin($0) }
        case .cos: map(a, result, count) { Glibc.cos($0) }
        case .tan: map(a, result, count) { Glibc.tan($0) }
        case .asin: map(a, result, count) { Glibc.asin($0) }
        case .acos: map(a, result, count) { Glibc.acos($0) }
        case .atan: map(a, result, count) { Glibc.atan($0) }
        case .sinh: map(a, result, count) { Glibc.sinh($0) }
        case .cosh: map(a, result, count) { Glibc.cosh($0) }
        case .tanh: map(a, result, count) { Glibc.tanh($0) }
        case .add: combine(a, b, result, count) { $0 + $1 }
        case .subtract: combine(a, b, result, count) { $0 - $1 }
        case .multiply: combine(a, b, result, count) { $0 * $1 }
        case .divide: combine(a, b, result, count) { $0 / $1 }
        case .power: combine(a, b, result, count) { Glibc.pow($0, $1) }
        case .minimum: combine(a, b, result, count) { Self.minimum($0, $1) }
        case .maximum: combine(a, b, result, count) { Self.maximum($0, $1) }
        case .modulo: combine(a, b, result, count) { Self.modulo($0, $1) }
        case .atan2: combine(a, b, result, count) { Glibc.atan2($0, $1) }
        case .hypot: combine(a, b, result, count) { Glibc.hypot($0, $1) }
        case .less: combine(a, b, result, count) { $0 < $1 ? 1 : 0 }
        case .lessOrEqual: combine(a, b, result, count) { $0 <= $1 ? 1 : 0 }
        case .greater: combine(a, b, result, count) { $0 > $1 ? 1 : 0 }
        case .greaterOrEqual: combine(a, b, result, count) { $0 >= $1 ? 1 : 0 }
        case .equal: combine(a, b, result, count) { $0 == $1 ? 1 : 0 }
        case .notEqual: combine(a, b, result, count) { $0 != $1 ? 1 : 0 }
        case .choose:
            for index in 0..<count { result[index] = a[index] != 0 ? b[index] : c[index] }
        }
    }

    @inline(__always)
    private func map(
        _ a: ExpressionOperand, _ result: UnsafeMutablePointer<Double>, _ count: Int, _ function: (Double) -> Double
    ) {
        for index in 0..<count { result[index] = function(a.base[index]) }
    }

    // Separate loops for the kinds of operands: each becomes straight vector code.
    @inline(__always)
    private func combine(
        _ a: ExpressionOperand, _ b: ExpressionOperand, _ result: UnsafeMutablePointer<Double>, _ count: Int,
        _ function: (Double, Double) -> Double
    ) {
        if b.isScalar {
            let y = b.base[0]
            for index in 0..<count { result[index] = function(a.base[index], y) }
        } else if a.isScalar {
            let x = a.base[0]
            for index in 0..<count { result[index] = function(x, b.base[index]) }
        } else {
            for index in 0..<count { result[index] = function(a.base[index], b.base[index]) }
        }
    }
}
