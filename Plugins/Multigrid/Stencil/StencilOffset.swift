/// The way from a point to a neighbour: -1, 0 or 1 along each axis.
struct StencilOffset: Hashable {
    var z = 0
    var y = 0
    var x = 0

    static let zero = StencilOffset()

    static prefix func - (_ offset: StencilOffset) -> StencilOffset {
        StencilOffset(z: -offset.z, y: -offset.y, x: -offset.x)
    }

    /// Whether it comes after zero in the order of memory. A coupling is stored at the end that comes first.
    var isForward: Bool { (z, y, x) > (0, 0, 0) }

    /// Along the axes in order: z, y, x.
    subscript(axis: Int) -> Int {
        get { axis == 0 ? z : axis == 1 ? y : x }
        set {
            switch axis {
            case 0: z = newValue
            case 1: y = newValue
            default: x = newValue
            }
        }
    }

    /// All with no step along axes where `allowed` is false.
    static func all(along allowed: [Bool]) -> [StencilOffset] {
        func steps(_ axis: Int) -> ClosedRange<Int> { allowed[axis] ? -1...1 : 0...0 }
        return steps(0).flatMap { z in
            steps(1).flatMap { y in steps(2).map { x in StencilOffset(z: z, y: y, x: x) } }
        }
    }

    /// From 0 to 26.
    var number: Int { (z + 1) * 9 + (y + 1) * 3 + (x + 1) }
}
