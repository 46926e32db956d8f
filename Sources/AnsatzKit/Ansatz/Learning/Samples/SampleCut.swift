/// What is taken of a dataset: one place or a range along some axes, every n-th point, and samples first.
struct SampleCut {
    /// Those of a sample, slowest first.
    let axes: [Axis]
    /// Numbers of the box that is read for one sample.
    let boxCount: Int
    /// Whether a block of samples is a contiguous part of the dataset, as far as whole points are taken.
    let isSampleFirst: Bool
    /// The range along each dimension of the dataset; that of samples is filled in.
    private let ranges: [Range<Int>]
    private let sampleDimension: Int?
    /// Along each axis that is kept: its dimension, and the step.
    private let kept: [(dimension: Int, step: Int)]
    /// Whether what is read is what is kept, in order.
    private let isWhole: Bool

    /// - Parameters:
    ///   - axes: of the dataset.
    ///   - isSqueezed: whether a single time or component goes.
    ///   - label: of the dataset, for messages.
    init(
        _ axes: [Axis], at places: [String: SampleRequest.Place], every: [String: Int], isSqueezed: Bool, label: String
    ) throws {
        let names = axes.map(\.name)
        for name in places.keys.sorted() where !names.contains(name) {
            throw ComputationError.badInput(
                "\(label) has no axis '\(name)'",
                help: Suggestion.help(for: name, among: names, noun: "axis", plural: "axes"))
        }
        var (ranges, keptAxes, kept) = ([Range<Int>](), [Axis](), [(dimension: Int, step: Int)]())
        for (dimension, axis) in axes.enumerated() {
            if axis.role == .sample {
                if places[axis.name] != nil {
                    throw ComputationError.badInput(
                        "\(label): samples are chosen with 'samples', not with 'at'", help: nil)
                }
                ranges.append(0..<axis.count)
                continue
            }
            let place = places[axis.name]
            let isSingle =
                isSqueezed && place == nil && axis.count == 1 && (axis.role == .time || axis.role == .component)
            let (range, isDropped) = try Self.range(isSingle ? .first : place, axis, label)
            ranges.append(range)
            if isDropped { continue }
            let step = every[axis.name] ?? (axis.role == .space ? every[""] : nil) ?? 1
            if step > 1, axis.topology == .periodic, range.count == axis.count, range.count % step != 0 {
                throw ComputationError.badInput(
                    "\(label): axis '\(axis.name)' is periodic with \(axis.count) points, of which every "
                        + "\(step)th are not evenly spaced", help: "use a step that divides their number")
            }
            keptAxes.append(axis.taking(range, every: step))
            kept.append((dimension, step))
        }
        self.axes = keptAxes
        self.ranges = ranges
        self.kept = kept
        sampleDimension = axes.firstIndex { $0.role == .sample }
        let extents = zip(axes, ranges).map { $0.role == .sample ? 1 : $1.count }
        guard let boxCount = Tensor<Double>.elementCount(of: extents) else {
            throw ComputationError.tooLarge("\(label) \(extents)")
        }
        self.boxCount = boxCount
        isSampleFirst = sampleDimension == nil || sampleDimension == 0
        isWhole = isSampleFirst && kept.allSatisfy { $0.step == 1 }
        guard keptAxes.allSatisfy({ $0.count > 0 }) else {
            throw ComputationError.badInput(
                "\(label) has no numbers: its shape is (\(ShapeError.text(axes.map(\.count))))", help: nil)
        }
    }

    private static func range(
        _ place: SampleRequest.Place?, _ axis: Axis, _ label: String
    ) throws -> (Range<Int>, isDropped: Bool) {
        let index: Int
        switch place {
        case nil: return (0..<axis.count, false)
        case .first: index = 0
        case .last: index = axis.count - 1
        case .index(let number): index = number
        case .range(let range):
            guard range.upperBound <= axis.count else {
                throw ComputationError.badInput(
                    "\(label) has \(axis.count) points along '\(axis.name)', there is no range \(range)", help: nil)
            }
            return (range, false)
        }
        guard index >= 0, index < axis.count else {
            throw ComputationError.badInput(
                "\(label) has \(axis.count) points along '\(axis.name)', there is no index \(index)",
                help: "they count from 0")
        }
        return (index..<(index + 1), true)
    }

    /// The part of the dataset that holds some samples.
    func box(_ samples: Range<Int>) -> [Range<Int>] {
        var box = ranges
        if let sampleDimension { box[sampleDimension] = samples }
        return box
    }

    /// Calls `body` with the kept numbers, sample after sample.
    ///
    /// - Parameter numbers: those of the box of `count` samples.
    func withSamples<Scalar: TensorScalar>(
        _ numbers: UnsafeBufferPointer<Scalar>, count: Int, _ body: (UnsafeBufferPointer<Scalar>) throws -> Void
    ) throws {
        if isWhole { return try body(numbers) }
        var strides = [Int](repeating: 1, count: ranges.count)
        for dimension in ranges.indices.dropLast().reversed() {
            let extent = dimension + 1 == sampleDimension ? count : ranges[dimension + 1].count
            strides[dimension] = strides[dimension + 1] * extent
        }
        let sampleStride = sampleDimension.map { strides[$0] } ?? 0
        // Where the numbers of a sample lie, relative to its first.
        var offsets = [0]
        for (axis, (dimension, step)) in zip(axes, kept) {
            offsets = offsets.flatMap { offset in (0..<axis.count).map { offset + $0 * step * strides[dimension] } }
        }
        let target = UnsafeMutableBufferPointer<Scalar>.allocate(capacity: offsets.count * count)
        defer { target.deallocate() }
        offsets.withUnsafeBufferPointer { offsets in
            for sample in 0..<count {
                let (from, to) = (sample * sampleStride, sample * offsets.count)
                for index in offsets.indices { target[to + index] = numbers[from + offsets[index]] }
            }
        }
        try body(UnsafeBufferPointer(target))
    }
}

extension Axis {
    /// Every n-th point of a range.
    fileprivate func taking(_ range: Range<Int>, every step: Int) -> Axis {
        guard step > 1 || range != 0..<count else { return self }
        var axis = self
        let indices = Array(stride(from: range.lowerBound, to: range.upperBound, by: step))
        switch coordinates {
        case .uniform(let first, let spacing, _):
            axis.coordinates = .uniform(
                first: first + Double(range.lowerBound) * spacing, spacing: spacing * Double(step), count: indices.count
            )
        case .explicit(let values): axis.coordinates = .explicit(indices.map { values[$0] })
        }
        if range != 0..<count { axis.topology = .bounded }
        return axis
    }
}
