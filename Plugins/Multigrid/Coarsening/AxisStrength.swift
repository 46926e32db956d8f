extension GridOperator {
    /// The axes along which to leave out every second point.
    ///
    /// Smoothing point by point leaves errors that vary along an axis of weak coupling, so those axes keep their points
    /// until the others are as coarse that they compare: an axis is coarsened where its mean coupling is no less than
    /// 0.4 of the strongest. Leaving out every second point along the strong axes alone makes the ratio four times
    /// greater.
    func coarsenedAxes() -> [Bool] {
        let strengths = meanCouplings()
        let strongest = strengths.max() ?? 0
        return strengths.map { $0 > 0 && $0 >= 0.4 * strongest }
    }

    /// The mean coupling with what lies on either side along z, y and x; of not much more than a thousand rows.
    private func meanCouplings() -> [Double] {
        var sums = [0.0, 0.0, 0.0]
        let (zs, ys) = (rows.zTypes.examples, rows.yTypes.examples)
        let step = max(1, zs.count * ys.count / 1024)
        for row in stride(from: 0, to: zs.count * ys.count, by: step) {
            let (z, y) = (zs[row / ys.count], ys[row % ys.count])
            for offset in offsets {
                guard let k = couplings(offset, z, y) else { continue }
                var sum: Scalar = 0
                for x in 0..<layout.x.count { sum += k[x] }
                for axis in 0..<3 where offset[axis] != 0 { sums[axis] += Double(sum) }
            }
        }
        return zip(sums, layout.axes).map { $1.isActive ? $0 : 0 }
    }
}
