import Ansatz

/// The levels of a matrix, and cycles over them.
final class GridHierarchy<Scalar: GridScalar> {
    let levels: [GridLevel<Scalar>]
    private let coarsest: CoarsestSolve<Scalar>
    private let parameters: CycleParameters
    private let isSingular: Bool
    private let threads: Threads

    init(
        _ stencil: DiffusionStencil, _ census: DiffusionStencil.Census, _ parameters: CycleParameters, _ run: RunContext
    ) throws {
        self.parameters = parameters
        isSingular = census.isSingular
        threads = run.threads
        var levels: [GridLevel<Scalar>] = []
        var matrix = try GridOperator<Scalar>.finest(stencil, census, run.threads)
        while matrix.layout.points > CoarsestSolve<Scalar>.limit || levels.isEmpty && matrix.layout.points > 8 {
            let isCoarsened = matrix.coarsenedAxes()
            guard isCoarsened.contains(true) else { break }
            try run.checkCancellation()
            let interpolation = Interpolation(matrix, isCoarsened: isCoarsened, run.threads)
            let coarse = GalerkinProduct.coarseOperator(interpolation, run.threads)
            levels.append(GridLevel(matrix, interpolation, parameters.smoother, run.threads))
            matrix = coarse
        }
        levels.append(GridLevel(matrix, nil, parameters.smoother, run.threads))
        self.levels = levels
        coarsest = try CoarsestSolve(matrix, isSingular: isSingular)
    }

    func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ kind: CycleKind,
        _ run: RunContext
    ) throws {
        // Both precisions hold numbers of the size of 1.
        let scale = norm2(r, threads: threads)
        guard scale > 0 else {
            z.update(repeating: 0)
            return
        }
        guard scale.isFinite else {
            throw ComputationError.nonFinite(what: "the residual given to multigrid", index: nil)
        }
        let mean = isSingular ? sum(r) / Double(r.count) : 0
        pack(r, mean, 1 / scale)
        try cycle(kind, run)
        unpack(into: z, scale)
        if isSingular {
            let mean = sum(UnsafeBufferPointer(z)) / Double(z.count)
            for index in z.indices { z[index] -= mean }
        }
    }

    private func sum(_ values: UnsafeBufferPointer<Double>) -> Double {
        threads.paying(for: values.count).sum(0..<values.count, grain: 4096) { block in
            var sum = 0.0
            for index in block { sum += values[index] }
            return sum
        }
    }

    /// From the right-hand side of the finest level to its solution.
    private func cycle(_ kind: CycleKind, _ run: RunContext) throws {
        guard kind == .fullMultigrid else {
            levels[0].x.clear()
            return try cycle(0, isDouble: kind == .w, run)
        }
        for index in levels.indices.dropLast() { levels[index].restrict(levels[index].b, to: levels[index + 1]) }
        coarsest.solve(levels[levels.count - 1])
        for index in levels.indices.dropLast().reversed() {
            levels[index].prolong(from: levels[index + 1], adding: false)
            try cycle(index, isDouble: false, run)
        }
    }

    /// Improves a level's solution.
    private func cycle(_ index: Int, isDouble: Bool, _ run: RunContext) throws {
        let level = levels[index]
        guard index + 1 < levels.count else { return coarsest.solve(level) }
        if level.layout.points > 1 << 14 { try run.checkCancellation() }
        let coarse = levels[index + 1]
        for _ in 0..<parameters.preSweeps { level.smooth(forward: true) }
        level.computeResidual()
        level.restrict(level.r, to: coarse)
        coarse.x.clear()
        try cycle(index + 1, isDouble: isDouble, run)
        if isDouble && index + 2 < levels.count { try cycle(index + 1, isDouble: true, run) }
        level.prolong(from: coarse)
        for _ in 0..<parameters.postSweeps { level.smooth(forward: false) }
    }

    private func pack(_ r: UnsafeBufferPointer<Double>, _ mean: Double, _ factor: Double) {
        let level = levels[0]
        let (layout, n) = (level.layout, level.layout.x.count)
        guard let r = r.baseAddress else { return }
        level.forEachRow { z, y, _ in
            let (source, target) = (r + (z * layout.y.count + y) * n, level.b.base + layout.offset(z, y))
            for x in 0..<n { target[x] = Scalar((source[x] - mean) * factor) }
        }
        layout.wrap(level.b.base)
    }

    private func unpack(into z: UnsafeMutableBufferPointer<Double>, _ factor: Double) {
        let level = levels[0]
        let (layout, n) = (level.layout, level.layout.x.count)
        guard let start = z.baseAddress else { return }
        level.forEachRow { z, y, _ in
            let (target, source) = (start + (z * layout.y.count + y) * n, level.x.base + layout.offset(z, y))
            for x in 0..<n { target[x] = Double(source[x]) * factor }
        }
    }

    func operations(_ kind: CycleKind) -> Double {
        var total = 4 * Double(levels[0].layout.points)
        var visits = 1.0
        for (index, level) in levels.dropLast().enumerated() {
            let product = level.matrix.operations
            let sweep = parameters.smoother == .chebyshev ? 2 * product : product
            let transfer = 4 * Double(level.interpolation?.shifts.count ?? 0) * Double(levels[index + 1].layout.points)
            let cycle = Double(parameters.preSweeps + parameters.postSweeps) * sweep + product + transfer
            total += visits * cycle
            if kind == .w { visits *= 2 }
            // On the way up a level is visited once for itself and once for each finer one.
            if kind == .fullMultigrid { visits += 1 }
        }
        let last = Double(levels[levels.count - 1].layout.points)
        return total + visits * 2 * last * last
    }

    var operationsOfSetUp: Double {
        zip(levels, levels.dropFirst()).reduce(0) { sum, pair in
            // Rows that are stored once are computed once.
            let rows = pair.1.matrix.rows
            let points = Double(rows.zTypes.count * rows.yTypes.count * pair.1.layout.x.count)
            let shifts = Double(pair.0.interpolation?.shifts.count ?? 0)
            let entries = Double(1 + 2 * pair.0.matrix.offsets.count)
            return sum + 2 * points * shifts * entries * (1 + Double(pair.1.matrix.offsets.count) / 2)
        }
    }
}
