import Glibc

/// The inverse of the standard normal distribution function, accurate to a few roundings.
///
/// Source: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics
/// 37(3), 1988: the rational approximations of PPND16.
public enum NormalQuantile {
    /// The x below which a standard normal number lies with probability `p`; infinite at 0 and 1, NaN outside.
    public static func value(at p: Double) -> Double {
        let q = p - 0.5
        if q.magnitude <= 0.425 { return q * ratio(central, 0.180625 - q * q) }
        let tail = Swift.min(p, 1 - p)
        if tail == 0 { return q < 0 ? -.infinity : .infinity }
        let r = (-log(tail)).squareRoot()
        let magnitude = r <= 5 ? ratio(middle, r - 1.6) : ratio(far, r - 5)
        return q < 0 ? -magnitude : magnitude
    }

    /// Numerator and denominator of each power, from the highest.
    private typealias Coefficients = (
        SIMD2<Double>, SIMD2<Double>, SIMD2<Double>, SIMD2<Double>, SIMD2<Double>, SIMD2<Double>, SIMD2<Double>,
        SIMD2<Double>
    )

    @inline(__always)
    private static func ratio(_ c: Coefficients, _ x: Double) -> Double {
        let low = ((c.0 * x + c.1) * x + c.2) * x + c.3
        let sum = (((low * x + c.4) * x + c.5) * x + c.6) * x + c.7
        return sum.x / sum.y
    }

    private static let central: Coefficients = (
        SIMD2(2509.0809287301226727, 5226.495278852854561), SIMD2(33430.575583588128105, 28729.085735721942674),
        SIMD2(67265.770927008700853, 39307.89580009271061), SIMD2(45921.953931549871457, 21213.794301586595867),
        SIMD2(13731.693765509461125, 5394.1960214247511077), SIMD2(1971.5909503065514427, 687.1870074920579083),
        SIMD2(133.14166789178437745, 42.313330701600911252), SIMD2(3.387132872796366608, 1)
    )

    private static let middle: Coefficients = (
        SIMD2(7.7454501427834140764e-4, 1.05075007164441684324e-9),
        SIMD2(0.0227238449892691845833, 5.475938084995344946e-4),
        SIMD2(0.24178072517745061177, 0.0151986665636164571966),
        SIMD2(1.27045825245236838258, 0.14810397642748007459), SIMD2(3.64784832476320460504, 0.68976733498510000455),
        SIMD2(5.7694972214606914055, 1.6763848301838038494), SIMD2(4.6303378461565452959, 2.05319162663775882187),
        SIMD2(1.42343711074968357734, 1)
    )

    private static let far: Coefficients = (
        SIMD2(2.01033439929228813265e-7, 2.04426310338993978564e-15),
        SIMD2(2.71155556874348757815e-5, 1.4215117583164458887e-7),
        SIMD2(0.0012426609473880784386, 1.8463183175100546818e-5),
        SIMD2(0.026532189526576123093, 7.868691311456132591e-4),
        SIMD2(0.29656057182850489123, 0.0148753612908506148525),
        SIMD2(1.7848265399172913358, 0.13692988092273580531), SIMD2(5.4637849111641143699, 0.59983220655588793769),
        SIMD2(6.6579046435011037772, 1)
    )
}
