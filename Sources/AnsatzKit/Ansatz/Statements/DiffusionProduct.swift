/// Products with a ``DiffusionStencil``, row by row of the grid.
///
/// Every coefficient is read from a row: those that are constant from one row that serves them all, which stays in the
/// nearest cache. So one loop serves constant and varying coefficients.
public struct DiffusionProduct: Sendable {
    private let stencil: DiffusionStencil
    /// Extents along z, y, x; 1 for axes that the grid lacks.
    private let extents: (z: Int, y: Int, x: Int)
    private let across: (z: Rows, y: Rows)
    private let along: Rows
    private let reaction: Rows

    /// Where a coefficient's rows are.
    private struct Rows: Sendable {
        /// One row, or all.
        var values: Tensor<Double>
        /// Numbers from one row to the next; 0 where one row serves all.
        var stride: Int
        /// Of the walls at both ends, where one row serves all.
        var walls: (lower: Double, upper: Double)?
        var isPeriodic: Bool
    }

    public init(_ stencil: DiffusionStencil) {
        self.stencil = stencil
        let shape = Array(repeating: 1, count: 3 - stencil.shape.count) + stencil.shape
        extents = (shape[0], shape[1], shape[2])
        let none = DiffusionStencil.Faces(.constant(0))
        let faces = Array(repeating: none, count: 3 - stencil.shape.count) + stencil.faces
        across = (Self.rows(faces[0], count: shape[2]), Self.rows(faces[1], count: shape[2]))
        along = Self.rowsAlong(faces[2], count: shape[2])
        reaction = Self.rows(DiffusionStencil.Faces(stencil.reaction), count: shape[2])
    }

    private static func rows(_ faces: DiffusionStencil.Faces, count: Int) -> Rows {
        switch faces.coefficient {
        case .values(let values): Rows(values: values, stride: count, walls: nil, isPeriodic: faces.isPeriodic)
        case .constant(let k):
            Rows(
                values: Tensor(repeating: k, shape: [count]), stride: 0,
                walls: faces.isPeriodic ? nil : (faces.lowerWall, faces.upperWall), isPeriodic: faces.isPeriodic)
        }
    }

    /// The faces across the fast axis: one more than points.
    private static func rowsAlong(_ faces: DiffusionStencil.Faces, count: Int) -> Rows {
        switch faces.coefficient {
        case .values(let values): Rows(values: values, stride: count + 1, walls: nil, isPeriodic: faces.isPeriodic)
        case .constant(let k):
            Rows(
                values: Tensor(
                    (0...count).map { face in
                        faces.isPeriodic || (face > 0 && face < count)
                            ? k : face == 0 ? faces.lowerWall : faces.upperWall
                    }, shape: [count + 1]), stride: 0, walls: nil, isPeriodic: faces.isPeriodic)
        }
    }

    /// y = A x. Every row is computed alike, whatever the number of threads.
    ///
    /// - Precondition: both buffers hold as many numbers as the grid has points, and don't overlap.
    public func apply(
        _ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>, threads: Threads = .one
    ) {
        precondition(x.count == stencil.count && y.count == x.count, "a product with a stencil of \(stencil.shape)")
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        let n = extents.x
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 5 * n) { scratch in
            scratch.initialize(repeating: 0)
            guard let zeros = scratch.baseAddress else { return }
            // Rows of the walls' coefficients, which are needed where one row serves all faces.
            let walls = (zeros + n, zeros + 2 * n, zeros + 3 * n, zeros + 4 * n)
            fill(walls.0, across.z.walls?.lower, n)
            fill(walls.1, across.z.walls?.upper, n)
            fill(walls.2, across.y.walls?.lower, n)
            fill(walls.3, across.y.walls?.upper, n)
            across.z.values.withBuffer { kz in
                across.y.values.withBuffer { ky in
                    along.values.withBuffer { kx in
                        reaction.values.withBuffer { σ in
                            guard let kz = kz.baseAddress, let ky = ky.baseAddress, let kx = kx.baseAddress,
                                let σ = σ.baseAddress
                            else { return }
                            threads.paying(for: stencil.count).forEach(
                                0..<(extents.z * extents.y), grain: max(1, 16384 / n)
                            ) { block in
                                for row in block {
                                    let (i, j) = (row / extents.y, row % extents.y)
                                    let start = row * n
                                    let slow = Self.pair(
                                        across.z, kz, x, index: i, extent: extents.z, point: start,
                                        distance: extents.y * n,
                                        face: row, faceDistance: extents.y, zeros, walls.0, walls.1)
                                    let fast = Self.pair(
                                        across.y, ky, x, index: j, extent: extents.y, point: start, distance: n,
                                        face: i * (extents.y + 1) + j, faceDistance: 1, zeros, walls.2, walls.3)
                                    Self.apply(
                                        x + start, y + start, n, σ + row * reaction.stride, kx + row * along.stride,
                                        isPeriodic: along.isPeriodic, fast, stencil.shape.count == 3 ? slow : nil)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func fill(_ row: UnsafeMutablePointer<Double>, _ value: Double?, _ count: Int) {
        row.update(repeating: value ?? 0, count: count)
    }

    /// A row's neighbours across an axis, and the coefficients of the faces between.
    private struct Pair {
        var below: UnsafePointer<Double>
        var above: UnsafePointer<Double>
        var lower: UnsafePointer<Double>
        var upper: UnsafePointer<Double>
    }

    @inline(__always)
    private static func pair(
        _ rows: Rows, _ k: UnsafePointer<Double>, _ x: UnsafePointer<Double>, index: Int, extent: Int, point: Int,
        distance: Int, face: Int, faceDistance: Int, _ zeros: UnsafeMutablePointer<Double>,
        _ lowerWall: UnsafeMutablePointer<Double>, _ upperWall: UnsafeMutablePointer<Double>
    ) -> Pair {
        let around = (extent - 1) * distance
        let (isFirst, isLast) = (index == 0, index == extent - 1)
        let outside = UnsafePointer(zeros)
        let lower = k + face * rows.stride
        let upper = k + (face + faceDistance) * rows.stride
        return Pair(
            below: !isFirst ? x + (point - distance) : rows.isPeriodic ? x + (point + around) : outside,
            above: !isLast ? x + (point + distance) : rows.isPeriodic ? x + (point - around) : outside,
            lower: isFirst && rows.walls != nil ? UnsafePointer(lowerWall) : lower,
            upper: isLast && rows.walls != nil ? UnsafePointer(upperWall) : upper)
    }

    @inline(__always)
    private static func apply(
        _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ n: Int, _ σ: UnsafePointer<Double>,
        _ k: UnsafePointer<Double>, isPeriodic: Bool, _ fast: Pair, _ slow: Pair?
    ) {
        @inline(__always)
        func one(_ j: Int, _ before: Double, _ after: Double) -> Double {
            let u = x[j]
            var sum = σ[j] * u + k[j] * (u - before) + k[j + 1] * (u - after)
            sum += fast.lower[j] * (u - fast.below[j]) + fast.upper[j] * (u - fast.above[j])
            if let slow { sum += slow.lower[j] * (u - slow.below[j]) + slow.upper[j] * (u - slow.above[j]) }
            return sum
        }
        @inline(__always)
        func eight(_ j: Int) {
            let u = load(x + j)
            var sum = load(σ + j) * u + load(k + j) * (u - load(x + j - 1)) + load(k + j + 1) * (u - load(x + j + 1))
            sum += load(fast.lower + j) * (u - load(fast.below + j)) + load(fast.upper + j) * (u - load(fast.above + j))
            if let slow {
                sum += load(slow.lower + j) * (u - load(slow.below + j))
                sum += load(slow.upper + j) * (u - load(slow.above + j))
            }
            UnsafeMutableRawPointer(y + j).storeBytes(of: sum, as: SIMD8<Double>.self)
        }
        y[0] = one(0, isPeriodic ? x[n - 1] : 0, n > 1 ? x[1] : isPeriodic ? x[0] : 0)
        if n == 1 { return }
        var j = 1
        while j + 8 < n {
            eight(j)
            j += 8
        }
        while j < n - 1 {
            y[j] = one(j, x[j - 1], x[j + 1])
            j += 1
        }
        y[n - 1] = one(n - 1, x[n - 2], isPeriodic ? x[0] : 0)
    }

    @inline(__always)
    private static func load(_ x: UnsafePointer<Double>) -> SIMD8<Double> {
        UnsafeRawPointer(x).loadUnaligned(as: SIMD8<Double>.self)
    }
}
