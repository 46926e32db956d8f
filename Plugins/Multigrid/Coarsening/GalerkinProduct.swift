import Ansatz

/// The coarse matrix PᵀAP, row by row.
struct GalerkinProduct<Scalar: GridScalar> {
    private let interpolation: Interpolation<Scalar>
    private let coarse: GridOperator<Scalar>
    private let terms: [GalerkinTerms.Seams: GalerkinTerms]
    /// For the first and the last point of a row with a seam along x.
    private let seamTerms: [GalerkinTerms.Seams: (below: GalerkinTerms, above: GalerkinTerms)]

    static func coarseOperator(_ interpolation: Interpolation<Scalar>, _ threads: Threads) -> GridOperator<Scalar> {
        let weights = interpolation.weights
        let coarse = GridOperator<Scalar>(interpolation.coarse, weights.zTypes, weights.yTypes, isFull: true)
        let product = GalerkinProduct(interpolation, coarse)
        coarse.rows.forEachRowType(threads) { z, y in product.fill(z, y) }
        return coarse
    }

    private init(_ interpolation: Interpolation<Scalar>, _ coarse: GridOperator<Scalar>) {
        self.interpolation = interpolation
        self.coarse = coarse
        var terms: [GalerkinTerms.Seams: GalerkinTerms] = [:]
        var seamTerms: [GalerkinTerms.Seams: (below: GalerkinTerms, above: GalerkinTerms)] = [:]
        for z in coarse.rows.zTypes.examples {
            for y in coarse.rows.yTypes.examples {
                var seams = Self.seams(interpolation, z, y)
                guard terms[seams] == nil else { continue }
                let key = seams
                terms[key] = GalerkinTerms(interpolation, coarse, seams)
                guard Self.hasSeam(interpolation, 2) else { continue }
                (seams.below[2], seams.above[2]) = (true, true)
                seamTerms[key] = (
                    GalerkinTerms(interpolation, coarse, seams, alongX: -1),
                    GalerkinTerms(interpolation, coarse, seams, alongX: 1)
                )
            }
        }
        (self.terms, self.seamTerms) = (terms, seamTerms)
    }

    private static func hasSeam(_ interpolation: Interpolation<Scalar>, _ axis: Int) -> Bool {
        interpolation.isCoarsened[axis] && interpolation.fine.layout.axes[axis].hasSeam
    }

    private static func seams(_ interpolation: Interpolation<Scalar>, _ z: Int, _ y: Int) -> GalerkinTerms.Seams {
        var seams = GalerkinTerms.Seams()
        for (axis, index) in [(0, z), (1, y)] where hasSeam(interpolation, axis) {
            seams.below[axis] = index == 0
            seams.above[axis] = index == interpolation.coarse.axes[axis].count - 1
        }
        return seams
    }

    private func fill(_ z: Int, _ y: Int) {
        let seams = Self.seams(interpolation, z, y)
        guard let terms = terms[seams] else { return }
        let layout = coarse.layout
        let sources = GalerkinRow(interpolation, z, y)
        let rows = (0...coarse.offsets.count).map { sum in
            coarse.rows.row(sum == 0 ? GridOperator<Scalar>.diagonal : 1 + sum, z, y)
        }
        let lastLanes = layout.lastLanes
        let last = layout.vectors - 1
        withUnsafeTemporaryAllocation(of: Scalar.Lanes.self, capacity: rows.count) { sums in
            for vector in 0...last {
                sums.initialize(repeating: Scalar.Lanes())
                sources.add(terms, vector * Scalar.laneCount, sums)
                for (sum, row) in rows.enumerated() {
                    // Couplings are stored with the other sign.
                    let value = sum == 0 ? sums[sum] : Scalar.subtract(Scalar.Lanes(), sums[sum])
                    Scalar.store(
                        vector == last ? Scalar.select(lastLanes, value, Scalar.Lanes()) : value,
                        row + vector * Scalar.laneCount)
                }
            }
            if let terms = seamTerms[seams] {
                for (terms, index) in [(terms.below, 0), (terms.above, layout.x.count - 1)] {
                    let vector = index / Scalar.laneCount
                    sums.initialize(repeating: Scalar.Lanes())
                    sources.add(terms, vector * Scalar.laneCount, sums)
                    for (sum, row) in rows.enumerated() where sum > 0 {
                        row[index] -= sums[sum][index % Scalar.laneCount]
                    }
                }
            }
        }
        let inverse = coarse.rows.row(GridOperator<Scalar>.inverseDiagonal, z, y)
        for x in 0..<layout.x.count { inverse[x] = rows[0][x] > 0 ? 1 / rows[0][x] : 0 }
        for row in rows { coarse.rows.wrapRow(row) }
    }
}

/// What the entries of a coarse row are computed from.
private struct GalerkinRow<Scalar: GridScalar> {
    private let interpolation: Interpolation<Scalar>
    /// Rows of weights of the nine coarse rows around.
    private let around: [UnsafeMutablePointer<Scalar>]
    /// By shift, then by offset, the diagonal first.
    private let entries: [UnsafePointer<Scalar>?]
    private let offsets: Int
    private let stride: Int

    init(_ interpolation: Interpolation<Scalar>, _ z: Int, _ y: Int) {
        self.interpolation = interpolation
        let fine = interpolation.fine
        around = (-1...1).flatMap { dz in
            (-1...1).map { dy in interpolation.weights.row(0, z + dz, y + dy) }
        }
        let all = fine.allOffsets
        offsets = all.count + 1
        stride = interpolation.coarse.stride
        entries = interpolation.shifts.flatMap { shift -> [UnsafePointer<Scalar>?] in
            let (fineZ, fineY) = (interpolation.position(z, 0) + shift.z, interpolation.position(y, 1) + shift.y)
            let diagonal = UnsafePointer(fine.rows.row(GridOperator<Scalar>.diagonal, fineZ, fineY))
            return ([diagonal] + all.map { fine.couplings($0, fineZ, fineY) }).map { $0.map { $0 + shift.x } }
        }
    }

    /// Adds to the sums for a vector of coarse points from index `start` on.
    func add(_ terms: GalerkinTerms, _ start: Int, _ sums: UnsafeMutableBufferPointer<Scalar.Lanes>) {
        let place = interpolation.position(start, 2)
        let everySecond = interpolation.isCoarsened[2]
        terms.targets.withUnsafeBufferPointer { targets in
            for entry in terms.entries {
                guard let source = entries[entry.shift * offsets + entry.offset + 1] else { continue }
                var a = everySecond ? Scalar.loadEverySecond(source + place) : Scalar.load(source + place)
                if entry.offset >= 0 { a = Scalar.subtract(Scalar.Lanes(), a) }
                a = Scalar.multiply(a, Scalar.load(around[4] + (entry.shift * stride + start)))
                for index in entry.targets {
                    let target = targets[index]
                    let weights = around[target.row] + (target.weights * stride + start + target.step)
                    sums[target.sum] = Scalar.multiplyAdd(a, Scalar.load(weights), sums[target.sum])
                }
            }
        }
    }
}
