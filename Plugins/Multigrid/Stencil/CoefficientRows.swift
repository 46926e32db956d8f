import Ansatz

/// Rows of coefficients of a level, each type of row stored once.
final class CoefficientRows<Scalar: GridScalar> {
    let layout: GridLayout<Scalar>
    let zTypes: RowTypes
    let yTypes: RowTypes
    /// How many numbers a point has.
    let arrays: Int
    private let memory: GridVector<Scalar>
    private let first: UnsafeMutablePointer<Scalar>

    init(_ layout: GridLayout<Scalar>, _ zTypes: RowTypes, _ yTypes: RowTypes, arrays: Int) {
        self.layout = layout
        (self.zTypes, self.yTypes) = (zTypes, yTypes)
        self.arrays = arrays
        // The first set of rows is zeros, for all that lies beyond walls.
        let sets = 1 + zTypes.count * yTypes.count
        memory = GridVector(count: layout.lead + sets * arrays * layout.stride + layout.tail)
        first = memory.base + layout.lead
    }

    /// The numbers of array `array` in a row.
    @inline(__always)
    func row(_ array: Int, _ z: Int, _ y: Int) -> UnsafeMutablePointer<Scalar> {
        let (z, y) = (zTypes[z], yTypes[y])
        let set = z == 0 || y == 0 ? 0 : 1 &+ (z &- 1) &* yTypes.count &+ (y &- 1)
        return first + (set &* arrays &+ array) &* layout.stride
    }

    /// Copies the ends of a row to its periodic images along x.
    func wrapRow(_ row: UnsafeMutablePointer<Scalar>) {
        guard layout.x.isPeriodic else { return }
        let n = layout.x.count
        for distance in 1...2 {
            row[-distance] = row[layout.x.wrapped(-distance) ?? 0]
            row[n - 1 + distance] = row[(distance - 1) % n]
        }
    }

    /// Calls `body` with a row of each type.
    func forEachRowType(_ threads: Threads, _ body: (_ z: Int, _ y: Int) -> Void) {
        let (zs, ys) = (zTypes.examples, yTypes.examples)
        let rows = zs.count * ys.count
        threads.paying(for: rows * layout.stride).forEach(0..<rows, grain: max(1, 4096 / layout.stride)) { block in
            for row in block { body(zs[row / ys.count], ys[row % ys.count]) }
        }
    }
}
