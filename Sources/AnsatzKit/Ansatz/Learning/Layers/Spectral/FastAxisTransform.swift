/// What the product with an axis' waves gives, by FFTW's transforms of complex numbers.
///
/// Sixteen lines are taken at a time, and two of them, a and b, as a + ib: with Z its transform, cosines are
/// (Z(k) + Z(-k)) / 2, and sines those of the difference, turned.
struct FastAxisTransform<Scalar: TensorScalar> {
    private let points: Int
    private let cosines: [Int]
    private let sines: [Int]
    private let forward: TransformPlan
    private let backward: TransformPlan

    private static var lanes: Int { 16 }

    /// `nil` where FFTW makes no plan.
    init?(_ waves: AxisWaves) {
        points = waves.points
        cosines = waves.magnitudes
        sines = waves.sines
        func plan(_ kind: TransformPlan.Kind) -> TransformPlan? {
            TransformPlan.plan(
                for: TransformPlan.Key(
                    kind: kind, isSingle: Scalar.self == Float.self, shape: [waves.points], batch: Self.lanes / 2,
                    isInPlace: true, isInterleaved: true))
        }
        guard let forward = plan(.complexForward), let backward = plan(.complexBackward) else { return nil }
        (self.forward, self.backward) = (forward, backward)
    }

    /// Numbers of the work space, which begins on 64 bytes.
    var workCount: Int { points * Self.lanes }

    /// Lines of numbers: how far one number is from the next, and one line from the next.
    struct Lines<Pointer> {
        var first: Pointer
        var stride: Int
        var distance: Int
    }

    /// The waves' sums over each line.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func analyze(
        _ count: Int, _ field: Lines<UnsafePointer<Scalar>>, into waves: Lines<UnsafeMutablePointer<Scalar>>,
        work z: UnsafeMutablePointer<Scalar>
    ) {
        let lanes = Self.lanes
        for start in stride(from: 0, to: count, by: lanes) {
            let used = Swift.min(lanes, count - start)
            let source = field.first + start * field.distance
            if used < lanes { z.update(repeating: 0, count: workCount) }
            if field.distance == 1 {
                for x in 0..<points {
                    for lane in 0..<used { z[x * lanes + lane] = source[x * field.stride + lane] }
                }
            } else {
                for lane in 0..<used {
                    for x in 0..<points { z[x * lanes + lane] = source[lane * field.distance + x * field.stride] }
                }
            }
            forward.execute(.complexForward, isSingle: Scalar.self == Float.self, z, z)
            let target = waves.first + start * waves.distance
            for (row, k) in cosines.enumerated() {
                let (z, other) = (z + k * lanes, z + (k == 0 ? 0 : points - k) * lanes)
                for lane in 0..<used {
                    target[row * waves.stride + lane * waves.distance] = 0.5 * (z[lane] + other[lane])
                }
            }
            for (index, k) in sines.enumerated() {
                let (z, other) = (z + k * lanes, z + (points - k) * lanes)
                let target = target + (cosines.count + index) * waves.stride
                for lane in 0..<used {
                    let partner = lane ^ 1
                    let difference = 0.5 * (z[partner] - other[partner])
                    target[lane * waves.distance] = lane & 1 == 0 ? -difference : difference
                }
            }
        }
    }

    /// Each line as the sum of its waves.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func synthesize(
        _ count: Int, _ waves: Lines<UnsafePointer<Scalar>>, into field: Lines<UnsafeMutablePointer<Scalar>>,
        work z: UnsafeMutablePointer<Scalar>, adds: Bool
    ) {
        let lanes = Self.lanes
        for start in stride(from: 0, to: count, by: lanes) {
            let used = Swift.min(lanes, count - start)
            z.update(repeating: 0, count: workCount)
            let source = waves.first + start * waves.distance
            for (row, k) in cosines.enumerated() {
                let (z, other) = (z + k * lanes, z + (k == 0 ? 0 : points - k) * lanes)
                for lane in 0..<used {
                    let half = 0.5 * source[row * waves.stride + lane * waves.distance]
                    z[lane] += half
                    other[lane] += half
                }
            }
            for (index, k) in sines.enumerated() {
                let (z, other) = (z + k * lanes, z + (points - k) * lanes)
                let source = source + (cosines.count + index) * waves.stride
                for lane in 0..<used {
                    // -i times the wave's factor: that of line a goes to the imaginary part, that of b to the real one.
                    let half = (lane & 1 == 0 ? -0.5 : 0.5) * source[lane * waves.distance]
                    z[lane ^ 1] += half
                    other[lane ^ 1] -= half
                }
            }
            backward.execute(.complexBackward, isSingle: Scalar.self == Float.self, z, z)
            let target = field.first + start * field.distance
            for x in 0..<points {
                let (target, z) = (target + x * field.stride, z + x * lanes)
                if adds {
                    for lane in 0..<used { target[lane * field.distance] += z[lane] }
                } else {
                    for lane in 0..<used { target[lane * field.distance] = z[lane] }
                }
            }
        }
    }
}
