/// Numbers at all points of a level.
final class GridVector<Scalar: GridScalar> {
    let base: UnsafeMutablePointer<Scalar>
    private let count: Int

    init(count: Int) {
        self.count = max(count, 1)
        base = UnsafeMutableRawPointer.allocate(byteCount: self.count * MemoryLayout<Scalar>.size, alignment: 64)
            .bindMemory(to: Scalar.self, capacity: self.count)
        base.initialize(repeating: 0, count: self.count)
    }

    convenience init(_ layout: GridLayout<Scalar>) { self.init(count: layout.memory) }

    deinit { UnsafeMutableRawPointer(base).deallocate() }

    func clear() { base.update(repeating: 0, count: count) }
}

extension GridLayout {
    /// Copies the points of a row to its periodic images along x.
    @inline(__always)
    func wrapRow(_ row: UnsafeMutablePointer<Scalar>) {
        guard x.isPeriodic else { return }
        row[-1] = row[x.count &- 1]
        row[x.count] = row[0]
    }

    /// Copies to all periodic images.
    func wrap(_ vector: UnsafeMutablePointer<Scalar>) {
        guard isPeriodic else { return }
        if x.isPeriodic {
            for z in 0..<z.count {
                for y in 0..<y.count { wrapRow(vector + offset(z, y)) }
            }
        }
        if y.isPeriodic && y.isActive {
            for z in 0..<z.count {
                copy(vector, offset(z, y.count - 1), offset(z, -1), 1)
                copy(vector, offset(z, 0), offset(z, y.count), 1)
            }
        }
        if z.isPeriodic && z.isActive {
            let first = y.isActive ? -1 : 0
            copy(vector, offset(z.count - 1, first), offset(-1, first), rowsPerPlane)
            copy(vector, offset(0, first), offset(z.count, first), rowsPerPlane)
        }
    }

    /// Copies rows with the images at their ends.
    private func copy(_ vector: UnsafeMutablePointer<Scalar>, _ from: Int, _ to: Int, _ rows: Int) {
        (vector + (to - 1)).update(from: vector + (from - 1), count: rows * stride)
    }
}
