/// A complex number, laid out as FFTW's: the real part, then the imaginary part.
@frozen
public struct Complex<Scalar: TensorScalar>: Hashable, Sendable, Codable {
    /// The real part.
    public var re: Scalar
    /// The imaginary part.
    public var im: Scalar

    @inlinable
    public init(_ re: Scalar, _ im: Scalar = 0) {
        self.re = re
        self.im = im
    }

    @inlinable public static var zero: Complex { Complex(0) }
    /// The imaginary unit.
    @inlinable public static var i: Complex { Complex(0, 1) }

    /// re - i im.
    @inlinable public var conjugate: Complex { Complex(re, -im) }
    /// re² + im², unscaled.
    @inlinable public var squaredMagnitude: Scalar { re * re + im * im }
    /// √(re² + im²), unscaled.
    @inlinable public var magnitude: Scalar { squaredMagnitude.squareRoot() }

    @inlinable public static prefix func - (z: Complex) -> Complex { Complex(-z.re, -z.im) }
    @inlinable public static func + (a: Complex, b: Complex) -> Complex { Complex(a.re + b.re, a.im + b.im) }
    @inlinable public static func - (a: Complex, b: Complex) -> Complex { Complex(a.re - b.re, a.im - b.im) }
    @inlinable public static func * (a: Complex, b: Complex) -> Complex {
        Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
    }
    @inlinable public static func * (a: Scalar, b: Complex) -> Complex { Complex(a * b.re, a * b.im) }
    @inlinable public static func * (a: Complex, b: Scalar) -> Complex { Complex(a.re * b, a.im * b) }
    /// The quotient by the textbook formula: the squares of the divisor must not overflow or vanish.
    @inlinable public static func / (a: Complex, b: Complex) -> Complex {
        let scale = 1 / b.squaredMagnitude
        return Complex((a.re * b.re + a.im * b.im) * scale, (a.im * b.re - a.re * b.im) * scale)
    }
    @inlinable public static func += (a: inout Complex, b: Complex) { a = a + b }
    @inlinable public static func -= (a: inout Complex, b: Complex) { a = a - b }
    @inlinable public static func *= (a: inout Complex, b: Complex) { a = a * b }
}
