import Ansatz

/// One level: its matrix, the way to the next coarser one, and the vectors of a cycle.
final class GridLevel<Scalar: GridScalar> {
    let matrix: GridOperator<Scalar>
    /// To the next coarser level; `nil` on the coarsest.
    let interpolation: Interpolation<Scalar>?
    let layout: GridLayout<Scalar>
    let products: RowProducts<Scalar>
    let x: GridVector<Scalar>
    let b: GridVector<Scalar>
    let r: GridVector<Scalar>
    /// Rows between two steps of a computation, one for each block of rows.
    private let scratch: GridVector<Scalar>
    /// Blocks into which loops are cut: one where entering the pool costs more than it gives.
    let blocks: Int
    let threads: Threads
    let smoother: Smoother<Scalar>

    init(
        _ matrix: GridOperator<Scalar>, _ interpolation: Interpolation<Scalar>?, _ smoother: SmootherKind,
        _ threads: Threads
    ) {
        self.matrix = matrix
        self.interpolation = interpolation
        layout = matrix.layout
        products = RowProducts(matrix)
        (x, b, r) = (GridVector(layout), GridVector(layout), GridVector(layout))
        self.smoother = Smoother(smoother, matrix)
        self.threads = threads.paying(for: layout.points)
        blocks = self.threads.count == 1 ? 1 : min(4 * self.threads.count, layout.rows)
        scratch = GridVector(count: layout.lead + blocks * layout.stride + layout.tail)
    }

    @inline(__always)
    func scratchRow(_ block: Int) -> UnsafeMutablePointer<Scalar> {
        scratch.base + (layout.lead &+ block &* layout.stride)
    }

    /// The part of `count` things that a block has.
    @inline(__always)
    func part(_ block: Int, of count: Int) -> Range<Int> {
        (block &* count / blocks)..<((block &+ 1) &* count / blocks)
    }

    /// Calls `body` with the indices and the block of all rows.
    @inline(__always)
    func forEachRow(_ body: (_ z: Int, _ y: Int, _ block: Int) -> Void) {
        threads.forEachPhase(1, blocks: blocks) { _, block in
            for row in part(block, of: layout.rows) { body(row / layout.y.count, row % layout.y.count, block) }
        }
    }

    /// r = b − A x; x's images are up to date, and r's will be.
    func computeResidual() {
        forEachRow { z, y, block in
            let row = layout.offset(z, y)
            residualRow(z, y, b.base + row, x.base + row, into: r.base + row, scratchRow(block))
        }
        layout.wrap(r.base)
    }

    /// b − A x in a row.
    @inline(__always)
    private func residualRow(
        _ z: Int, _ y: Int, _ b: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>,
        into target: UnsafeMutablePointer<Scalar>, _ scratch: UnsafeMutablePointer<Scalar>
    ) {
        products.add(z, y, to: b, of: x, into: scratch)
        let k = UnsafePointer(matrix.rows.row(2, z, y))
        let d = UnsafePointer(matrix.rows.row(GridOperator<Scalar>.diagonal, z, y))
        let lanes = Scalar.laneCount
        for vector in 0..<layout.vectors {
            let start = vector &* lanes
            var sum = Scalar.multiplyAdd(
                Scalar.load(k + (start &- 1)), Scalar.load(x + (start &- 1)), Scalar.load(scratch + start))
            sum = Scalar.multiplyAdd(Scalar.load(k + start), Scalar.load(x + (start &+ 1)), sum)
            sum = Scalar.subtract(sum, Scalar.multiply(Scalar.load(d + start), Scalar.load(x + start)))
            Scalar.store(sum, target + start)
        }
    }
}
