/// An order in memory of the points of a rectangle in which a sweep in the natural (row-major) ordering has no dependence
/// inside a SIMD vector.
///
/// Eight rows make a strip. The vector at step d of a strip holds column d − k of the strip's row k, for k = 0...7: an
/// anti-diagonal of the rectangle, whose points don't depend on each other. The neighbours left of them, and those above
/// all but the first, are in the vector at step d − 1. A strip has columns + 7 steps with points, and at least one
/// without; all lanes without points hold zeros, always. Those zeros are the values outside the rectangle.
///
/// The points of a vector all have the same colour of the red-black ordering, since row + column = d (mod 8).
struct SkewedGrid: Hashable {
    let rows: Int
    let columns: Int
    let strips: Int
    /// Half the steps of a strip: at least 8, so that two strips can be swept at once.
    let halfStrip: Int

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        strips = (rows + 7) / 8
        halfStrip = max(8, (columns + 9) / 2)
    }

    var steps: Int { 2 * halfStrip }
    /// Numbers from one strip to the next.
    var stripLength: Int { 8 * steps }
    /// Numbers in a vector over all points, zeros included.
    var count: Int { strips * stripLength }

    /// Whether lane `lane` has a point at step `step`.
    func hasPoint(step: Int, lane: Int) -> Bool { step >= lane && step - lane < columns }

    private func offset(ofRow row: Int) -> Int { row / 8 * stripLength + 9 * (row % 8) }

    /// Copies a row-major vector to the skewed order.
    func pack(_ source: UnsafeBufferPointer<Double>, into target: UnsafeMutablePointer<Double>) {
        precondition(source.count == rows * columns, "\(source.count) numbers on \(rows) x \(columns) points")
        guard var source = source.baseAddress else { return }
        for row in 0..<rows {
            let target = target + offset(ofRow: row)
            for column in 0..<columns { target[8 &* column] = source[column] }
            source += columns
        }
    }

    /// Copies to the row-major order, or adds to what is there.
    func unpack(
        _ source: UnsafePointer<Double>, into target: UnsafeMutableBufferPointer<Double>, adding isAdding: Bool
    ) {
        precondition(target.count == rows * columns, "\(target.count) numbers on \(rows) x \(columns) points")
        guard var target = target.baseAddress else { return }
        for row in 0..<rows {
            let source = source + offset(ofRow: row)
            if isAdding {
                for column in 0..<columns { target[column] += source[8 &* column] }
            } else {
                for column in 0..<columns { target[column] = source[8 &* column] }
            }
            target += columns
        }
    }
}
