/// Mean, spread and range of each number of a variable over samples, in one pass over them.
///
/// Welford's update, M₂ += (x - m)(x - m'), in double precision, sample after sample: the same bits whatever pieces the
/// samples come in.
struct VariableStatistics {
    let variable: SampleVariable
    private(set) var count = 0
    private var mean: Tensor<Double>
    private var squares: Tensor<Double>
    private var least = Double.infinity
    private var largest = -Double.infinity
    /// The first sample that is 0 everywhere.
    private(set) var firstZeroSample: Int?

    /// Numbers that are loaded at a time.
    private static let pieceLimit = 1 << 21

    /// Reads the given samples of a variable.
    ///
    /// - Throws: ``ComputationError/badInput(_:help:)`` naming the first sample that has a number that is not finite.
    init(of variable: SampleVariable, in samples: SampleSet, at indices: [Int], _ run: RunContext) throws {
        self.variable = variable
        mean = Tensor(shape: [variable.count])
        squares = Tensor(shape: [variable.count])
        let width = max(variable.count, 1)
        let rows = max(min(Self.pieceLimit / width, indices.count), 1)
        let piece = UnsafeMutableBufferPointer<Double>.allocate(capacity: rows * width)
        defer { piece.deallocate() }
        for start in stride(from: 0, to: indices.count, by: rows) {
            try run.checkCancellation()
            let part = Array(indices[start..<min(start + rows, indices.count)])
            let loaded = UnsafeMutableBufferPointer(rebasing: piece[..<(part.count * variable.count)])
            try samples.load(variable.name, part, into: loaded)
            for (row, sample) in part.enumerated() {
                try add(
                    UnsafeBufferPointer(rebasing: loaded[(row * variable.count)..<((row + 1) * variable.count)]),
                    sample: sample, run.threads)
            }
        }
    }

    private mutating func add(_ x: UnsafeBufferPointer<Double>, sample: Int, _ threads: Threads) throws {
        count += 1
        let weight = 1 / Double(count)
        var (low, high) = (Double.infinity, -Double.infinity)
        mean.withMutableBuffer { mean in
            squares.withMutableBuffer { squares in
                for i in x.indices {
                    let delta = x[i] - mean[i]
                    mean[i] += delta * weight
                    squares[i] += delta * (x[i] - mean[i])
                    low = x[i] < low ? x[i] : low
                    high = x[i] > high ? x[i] : high
                }
            }
        }
        if let position = x.firstIndex(where: { !$0.isFinite }) {
            throw ComputationError.badInput(
                "sample \(sample) of '\(variable.name)' has the value \(x[position]) (number \(position) of "
                    + "\(variable.count))",
                help: "leave that sample out, or make the dataset anew")
        }
        if low == 0, high == 0, firstZeroSample == nil { firstZeroSample = sample }
        least = min(least, low)
        largest = max(largest, high)
    }

    /// The normaliser that these samples suggest.
    func normalizer(_ kind: NormalizationKind) throws -> Normalizer {
        switch kind {
        case .none: return .identity
        case .range:
            let half = (largest - least) / 2
            return try Normalizer(
                kind, shift: Tensor([least + half], shape: []), scale: Tensor([half > 0 ? half : 1], shape: []))
        case .points:
            let deviations = squares.elements.map { ($0 / Double(max(count - 1, 1))).squareRoot() + 1e-5 }
            return try Normalizer(
                kind, shift: mean.reshaped(variable.shape), scale: Tensor(deviations, shape: variable.shape))
        case .fields:
            let components = variable.axes.last.map { $0.role == .component ? $0.count : 1 } ?? 1
            var shifts: [Double] = []
            var scales: [Double] = []
            for component in 0..<components {
                let (shift, scale) = pooled(component, of: components)
                shifts.append(shift)
                scales.append(scale)
            }
            let shape = components == 1 ? [] : [components]
            return try Normalizer(kind, shift: Tensor(shifts, shape: shape), scale: Tensor(scales, shape: shape))
        }
    }

    /// Mean and deviation of all points of a component.
    private func pooled(_ component: Int, of components: Int) -> (mean: Double, deviation: Double) {
        let (means, spreads) = (mean.elements, squares.elements)
        let points = stride(from: component, to: means.count, by: components)
        let number = Double(max(means.count / components, 1))
        let all = points.reduce(0) { $0 + means[$1] } / number
        let square = points.reduce(0) { $0 + spreads[$1] + Double(count) * (means[$1] - all) * (means[$1] - all) }
        let deviation = (square / max(number * Double(count) - 1, 1)).squareRoot()
        // A field that never changes has nothing to be scaled.
        return (all, deviation > 1e-12 * abs(all) ? deviation : 1)
    }
}
