import CLanes

/// The numbers that a cycle works with, and 64 bytes of them at once.
protocol GridScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
    associatedtype Lanes: SIMD where Lanes.Scalar == Self

    static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes
    static func multiply(_ a: Lanes, _ b: Lanes) -> Lanes
    static func divide(_ a: Lanes, _ b: Lanes) -> Lanes
    static func add(_ a: Lanes, _ b: Lanes) -> Lanes
    static func subtract(_ a: Lanes, _ b: Lanes) -> Lanes
    /// Lanes of `a` where the mask is not zero.
    static func select(_ mask: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes
    /// Lanes of `c` where those of `a` exceed those of `b`, of `d` elsewhere.
    static func select(_ a: Lanes, over b: Lanes, _ c: Lanes, _ d: Lanes) -> Lanes
    /// Every second lane of both, from the first on.
    static func even(_ a: Lanes, _ b: Lanes) -> Lanes
    /// The lanes of both by turns.
    static func interleave(_ a: Lanes, _ b: Lanes) -> (Lanes, Lanes)
}

extension GridScalar {
    @inline(__always)
    static var laneCount: Int { 64 / MemoryLayout<Self>.size }

    @inline(__always)
    static func load(_ pointer: UnsafePointer<Self>) -> Lanes {
        UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
    }

    /// Every second number from `pointer` on.
    @inline(__always)
    static func loadEverySecond(_ pointer: UnsafePointer<Self>) -> Lanes {
        even(load(pointer), load(pointer + laneCount))
    }

    @inline(__always)
    static func store(_ value: Lanes, _ pointer: UnsafeMutablePointer<Self>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Lanes.self)
    }
}

extension Float: GridScalar {
    typealias Lanes = SIMD16<Float>

    @inline(__always)
    static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { ansatz_multiply_add_single(a, b, c) }
    @inline(__always)
    static func multiply(_ a: Lanes, _ b: Lanes) -> Lanes { a * b }
    @inline(__always)
    static func divide(_ a: Lanes, _ b: Lanes) -> Lanes { a / b }
    @inline(__always)
    static func add(_ a: Lanes, _ b: Lanes) -> Lanes { a + b }
    @inline(__always)
    static func subtract(_ a: Lanes, _ b: Lanes) -> Lanes { a - b }
    @inline(__always)
    static func select(_ mask: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes { ansatz_select_single(mask, a, b) }
    @inline(__always)
    static func select(_ a: Lanes, over b: Lanes, _ c: Lanes, _ d: Lanes) -> Lanes {
        ansatz_select_greater_single(a, b, c, d)
    }
    @inline(__always)
    static func even(_ a: Lanes, _ b: Lanes) -> Lanes { ansatz_even_single(a, b) }
    @inline(__always)
    static func interleave(_ a: Lanes, _ b: Lanes) -> (Lanes, Lanes) {
        (ansatz_interleave_lower_single(a, b), ansatz_interleave_upper_single(a, b))
    }
}

extension Double: GridScalar {
    typealias Lanes = SIMD8<Double>

    @inline(__always)
    static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { ansatz_multiply_add(a, b, c) }
    @inline(__always)
    static func multiply(_ a: Lanes, _ b: Lanes) -> Lanes { a * b }
    @inline(__always)
    static func divide(_ a: Lanes, _ b: Lanes) -> Lanes { a / b }
    @inline(__always)
    static func add(_ a: Lanes, _ b: Lanes) -> Lanes { a + b }
    @inline(__always)
    static func subtract(_ a: Lanes, _ b: Lanes) -> Lanes { a - b }
    @inline(__always)
    static func select(_ mask: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes { ansatz_select(mask, a, b) }
    @inline(__always)
    static func select(_ a: Lanes, over b: Lanes, _ c: Lanes, _ d: Lanes) -> Lanes {
        ansatz_select_greater(a, b, c, d)
    }
    @inline(__always)
    static func even(_ a: Lanes, _ b: Lanes) -> Lanes { ansatz_even(a, b) }
    @inline(__always)
    static func interleave(_ a: Lanes, _ b: Lanes) -> (Lanes, Lanes) {
        (ansatz_interleave_lower(a, b), ansatz_interleave_upper(a, b))
    }
}
