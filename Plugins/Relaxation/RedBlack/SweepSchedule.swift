import Ansatz

/// Several half sweeps, done in one traversal of memory and on several threads.
///
/// A half sweep relaxes the points of one colour, and needs of the half sweep before no more than the planes beside. So
/// one can follow the other a plane behind, and memory that a plane brought to the cache serves all of them. Threads have
/// a tile of planes each. At its border with another tile, each half sweep stops one plane short of the one before; what
/// is left there is done when the tiles are. Every point is computed from the same numbers as in sweeps done one by one,
/// so the result has the same bits for any number of threads.
struct SweepSchedule {
    /// A half sweep.
    struct Stage {
        var colour: PointColour
        var ω: Double
    }

    /// How many half sweeps may be done at once, an even number.
    let depth: Int
    private let tiles: Int
    private let threads: Threads
    /// Sums of squares for each stage and plane.
    private let sums: Workspace

    /// - Parameter numbersPerPoint: of what a sweep reads.
    init(_ grid: ColouredGrid, arrays: Int, _ threads: Threads) {
        let wanted = grid.count >= 1 << 15 ? min(threads.count, grid.planes / 8) : 1
        tiles = max(1, wanted)
        // A second-level cache has a megabyte or two, of which this shall leave half to others.
        let planeBytes = grid.rows * arrays * grid.stride * 8
        let fitting = (1 << 20) / planeBytes - 2
        // Borders are done by fewer threads than tiles.
        let planes = grid.planes / tiles / (tiles > 1 || grid.wrapsPlanes ? 8 : 1)
        // Little is lost in the end by sweeping on; and a run that is to end is not to wait.
        let patience = (1 << 25) / grid.count
        depth = max(2, min(16, fitting, planes, patience) / 2 * 2)
        sums = Workspace(count: grid.planes * depth, vectors: 1)
        self.threads = tiles > 1 ? threads : .one
    }

    /// Relaxes by stages, at most ``depth`` of them, with other colours by turns.
    ///
    /// - Returns: for each stage, the sum of squares of the residuals at its points before.
    func run(_ system: ColouredSystem, _ stages: [Stage], _ run: RunContext) throws -> [Double] {
        precondition(stages.count <= depth, "\(stages.count) half sweeps at once, not \(depth)")
        let grid = system.grid
        let planes = grid.planes
        let isClosed = grid.wrapsPlanes
        // With one tile and walls at both ends there are no borders.
        let borders = isClosed ? tiles : tiles - 1
        let pollPlanes = max(1, (1 << 19) / (grid.rows * grid.columns * stages.count))
        let sums = sums[0]
        system.withKernel { kernel in
            stages.withUnsafeBufferPointer { stages in
                threads.forEachPhase(borders > 0 ? 2 : 1, blocks: tiles) { phase, tile in
                    let (low, high) = (tile * planes / tiles, (tile + 1) * planes / tiles)
                    let (isLowOpen, isHighOpen) = (tile > 0 || isClosed, tile < tiles - 1 || isClosed)
                    let relax = { (index: Int, plane: Int) in
                        sums[index &* planes &+ plane] = kernel.relax(
                            stages[index].colour, plane: plane, stages[index].ω)
                    }
                    if phase == 0 {
                        for step in low..<(high + stages.count - 1) {
                            if (step - low) % pollPlanes == 0, run.isCancelled { return }
                            for index in max(0, step - high + 1)...min(step - low, stages.count - 1) {
                                let plane = step &- index
                                if isLowOpen, plane < low &+ index { continue }
                                if isHighOpen, plane >= high &- index { continue }
                                relax(index, plane)
                            }
                        }
                    } else if isHighOpen {
                        for index in stages.indices {
                            for place in (high - index)..<(high + index) {
                                relax(index, place < planes ? place : place - planes)
                            }
                        }
                    }
                }
            }
        }
        try run.checkCancellation()
        return stages.indices.map { index in sums[(index * planes)..<((index + 1) * planes)].reduce(0, +) }
    }
}
