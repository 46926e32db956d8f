/// Sums of couplings with neighbours in other rows, for whole rows at once.
struct RowProducts<Scalar: GridScalar>: @unchecked Sendable {
    /// A coupling and the neighbours' values.
    private struct Pair {
        var couplings: UnsafePointer<Scalar>
        var values: UnsafePointer<Scalar>
    }

    /// How a pair follows from a row.
    private struct Step {
        /// The row of the coefficients: this one, or one of four before it.
        var set: Int
        var coefficient: Int
        var value: Int
    }

    private let matrix: GridOperator<Scalar>
    private let layout: GridLayout<Scalar>
    private let steps: [Step]

    init(_ matrix: GridOperator<Scalar>) {
        self.matrix = matrix
        let layout = matrix.layout
        self.layout = layout
        var steps: [Step] = []
        for offset in matrix.offsets where offset.z != 0 || offset.y != 0 {
            guard let array = matrix.array(of: offset) else { continue }
            let distance = (offset.z * layout.rowsPerPlane + offset.y) * layout.stride + offset.x
            steps.append(Step(set: 0, coefficient: array * layout.stride, value: distance))
            // (0, 1), (1, −1), (1, 0), (1, 1)
            let set = offset.z == 0 ? 1 : 3 + offset.y
            steps.append(Step(set: set, coefficient: array * layout.stride - offset.x, value: -distance))
        }
        self.steps = steps
    }

    /// Calls `body` with the rows of coefficients of a row and of the four before it.
    @inline(__always)
    private func sets(_ z: Int, _ y: Int) -> [5 of UnsafeMutablePointer<Scalar>] {
        let own = matrix.rows.row(0, z, y)
        let before = layout.y.isActive ? matrix.rows.row(0, z, y &- 1) : own
        guard layout.z.isActive else { return [own, before, own, own, own] }
        return [
            own, before, layout.y.isActive ? matrix.rows.row(0, z &- 1, y &+ 1) : own, matrix.rows.row(0, z &- 1, y),
            layout.y.isActive ? matrix.rows.row(0, z &- 1, y &- 1) : own,
        ]
    }

    /// target = b + Σ k x over the neighbours in other rows.
    @inline(__always)
    func add(
        _ z: Int, _ y: Int, to b: UnsafePointer<Scalar>, of x: UnsafePointer<Scalar>,
        into target: UnsafeMutablePointer<Scalar>
    ) {
        let sets = sets(z, y)
        let count = steps.count
        let lanes = Scalar.laneCount
        withUnsafeTemporaryAllocation(of: Pair.self, capacity: 24) { pairs in
            guard let pairs = pairs.baseAddress else { return }
            for index in 0..<count {
                let step = steps[index]
                (pairs + index).initialize(
                    to: Pair(couplings: UnsafePointer(sets[step.set] + step.coefficient), values: x + step.value))
            }
            let vectors = layout.vectors
            var vector = 0
            while vector &+ 4 <= vectors {
                let start = vector &* lanes
                var first = Scalar.load(b + start)
                var second = Scalar.load(b + (start &+ lanes))
                var third = Scalar.load(b + (start &+ 2 &* lanes))
                var fourth = Scalar.load(b + (start &+ 3 &* lanes))
                for index in 0..<count {
                    let k = pairs[index].couplings + start
                    let x = pairs[index].values + start
                    first = Scalar.multiplyAdd(Scalar.load(k), Scalar.load(x), first)
                    second = Scalar.multiplyAdd(Scalar.load(k + lanes), Scalar.load(x + lanes), second)
                    third = Scalar.multiplyAdd(Scalar.load(k + 2 &* lanes), Scalar.load(x + 2 &* lanes), third)
                    fourth = Scalar.multiplyAdd(Scalar.load(k + 3 &* lanes), Scalar.load(x + 3 &* lanes), fourth)
                }
                Scalar.store(first, target + start)
                Scalar.store(second, target + (start &+ lanes))
                Scalar.store(third, target + (start &+ 2 &* lanes))
                Scalar.store(fourth, target + (start &+ 3 &* lanes))
                vector &+= 4
            }
            while vector < vectors {
                let start = vector &* lanes
                var sum = Scalar.load(b + start)
                for index in 0..<count {
                    sum = Scalar.multiplyAdd(
                        Scalar.load(pairs[index].couplings + start), Scalar.load(pairs[index].values + start), sum)
                }
                Scalar.store(sum, target + start)
                vector &+= 1
            }
        }
    }
}
