/// One variable of the samples: the datasets behind it, and what is taken of them.
struct SampleColumn {
    /// A dataset with some of the samples.
    private struct Part {
        var dataset: String
        /// Samples in it.
        var count: Int
        /// Samples in those before it.
        var start: Int
    }

    let variable: SampleVariable
    /// Samples.
    let count: Int
    private let parts: [Part]
    private let cut: SampleCut

    init(
        _ name: String, _ source: SampleRequest.Source, _ request: SampleRequest, _ reader: DatasetReader,
        _ layouts: SampleLayouts
    ) throws {
        let paths = try source.datasets.flatMap { try Self.paths($0, reader, request) }
        var parts: [Part] = []
        var known: (axes: [Axis], dataset: String)?
        var start = 0
        for path in paths {
            let axes =
                try known.map { try Self.axes(of: path, like: $0, reader, request) }
                ?? layouts.axes(of: path, named: source.axes)
            known = known ?? (axes, path)
            let count = axes.first { $0.role == .sample }?.count ?? 1
            parts.append(Part(dataset: path, count: count, start: start))
            start += count
        }
        guard let known else {
            throw ComputationError.badInput("\(request.label): '\(name)' has no dataset", help: nil)
        }
        if parts.count == 1, !known.axes.contains(where: { $0.role == .sample }) {
            throw ComputationError.badInput(
                "\(request.label): no dimension of '\(known.dataset)' "
                    + "(\(known.axes.map(\.name).joined(separator: ", "))) is called 'sample'",
                help: "name the dimensions under 'axes', or join several datasets of a sample each")
        }
        self.parts = parts
        count = start
        let isSqueezed = source.axes == nil && layouts.isPDEBench(known.dataset)
        cut = try SampleCut(
            known.axes, at: source.at, every: request.every, isSqueezed: isSqueezed,
            label: "\(request.label): '\(known.dataset)'")
        let stored = try reader.variable(known.dataset)
        variable = SampleVariable(name, axes: cut.axes, unit: stored.unit, longName: stored.longName)
    }

    /// The datasets that a path stands for: in the order of their numbers where `*` stands for numbers.
    private static func paths(_ path: String, _ reader: DatasetReader, _ request: SampleRequest) throws -> [String] {
        guard path.contains("*") else { return [path] }
        let pattern = path.split(separator: "/").map(String.init)
        let found = try reader.variables().map(\.name).filter { name in
            let parts = name.split(separator: "/").map(String.init)
            return parts.count == pattern.count
                && zip(parts, pattern).allSatisfy { part, pattern in Self.fits(part, pattern) }
        }
        guard !found.isEmpty else {
            throw ComputationError.badInput(
                "\(request.label): no dataset fits '\(path)'", help: "'*' stands for any part of a name")
        }
        return found.sorted { (natural($0), $0) < (natural($1), $1) }
    }

    private static func fits(_ name: String, _ pattern: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return name == pattern }
        let (head, tail) = (pattern[..<star], pattern[pattern.index(after: star)...])
        return name.count >= head.count + tail.count && name.hasPrefix(head) && name.hasSuffix(tail)
    }

    /// The number in a name, so that 10 comes after 9.
    private static func natural(_ name: String) -> Int {
        Int(name.filter(\.isNumber).prefix(18)) ?? 0
    }

    /// The axes of a further dataset: those of the first, with another number of samples.
    private static func axes(
        of path: String, like first: (axes: [Axis], dataset: String), _ reader: DatasetReader, _ request: SampleRequest
    ) throws -> [Axis] {
        let shape = try reader.variable(path).shape
        let isAlike =
            shape.count == first.axes.count
            && zip(shape, first.axes).allSatisfy { $1.role == .sample || $0 == $1.count }
        guard isAlike else {
            throw ComputationError.badInput(
                "\(request.label): '\(path)' has shape (\(ShapeError.text(shape))), '\(first.dataset)' has "
                    + "(\(ShapeError.text(first.axes.map(\.count))))",
                help: "datasets that are joined must be alike in all but the number of samples")
        }
        return zip(shape, first.axes).map { count, axis in
            axis.role == .sample ? .index(axis.name, count: count, role: .sample) : axis
        }
    }

    /// Bytes that are read at a time.
    private static let blockBytes = 64 << 20

    /// Reads some samples, in order, into a store.
    func read(
        _ places: [Int], of position: Int, into store: SampleStore, _ reader: DatasetReader, label: String,
        _ run: RunContext
    ) throws {
        // Where samples lie scattered, few are as slow to read as many.
        let room = max(Self.blockBytes, min((FreeResources.memory ?? 0) / 8, 2 << 30))
        let bytes = cut.isSampleFirst ? Self.blockBytes : room
        let perBlock = max(1, bytes / max(1, cut.boxCount * store.precision.byteCount))
        var slot = 0
        while slot < places.count {
            let start = places[slot]
            guard let part = parts.last(where: { $0.start <= start }) else { return }
            var end = slot + 1
            while end < places.count, places[end] == places[end - 1] + 1, end - slot < perBlock,
                places[end] < part.start + part.count
            { end += 1 }
            try run.checkCancellation()
            let samples = (start - part.start)..<(start - part.start + end - slot)
            switch try reader.readBox(part.dataset, cut.box(samples), as: store.precision) {
            case .float32(let tensor):
                try tensor.withBuffer { try fill($0, samples, part, slot, position, store, reader, label) }
            case .float64(let tensor):
                try tensor.withBuffer { try fill($0, samples, part, slot, position, store, reader, label) }
            }
            slot = end
        }
    }

    private func fill<Scalar: TensorScalar>(
        _ numbers: UnsafeBufferPointer<Scalar>, _ samples: Range<Int>, _ part: Part, _ slot: Int, _ position: Int,
        _ store: SampleStore, _ reader: DatasetReader, _ label: String
    ) throws {
        let size = variable.count
        try cut.withSamples(numbers, count: samples.count) { kept in
            if let bad = firstNonFinite(kept) {
                var (rest, place) = (bad % size, [String]())
                for axis in variable.axes.reversed() {
                    place.insert("\(axis.name) \(rest % axis.count)", at: 0)
                    rest /= axis.count
                }
                throw ComputationError.badInput(
                    "\(label): '\(part.dataset)' is \(kept[bad]) in sample \(samples.lowerBound + bad / size)"
                        + (place.isEmpty ? "" : " at [\(place.joined(separator: ", "))]"),
                    help: "mend the data, or leave the sample out with 'samples'")
            }
            store.fill(position, from: slot, with: kept)
        }
    }
}

/// The position of the first number that is NaN or infinite.
private func firstNonFinite<Scalar: TensorScalar>(_ numbers: UnsafeBufferPointer<Scalar>) -> Int? {
    // The sum of 0·x is 0 unless one is not finite; it runs in vector registers, with early exits in between.
    guard let base = numbers.baseAddress else { return nil }
    var start = 0
    while start < numbers.count {
        let end = min(start + 4096, numbers.count)
        var sum = SIMD16<Scalar>.zero
        var index = start
        while index + 16 <= end {
            sum += UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<Scalar>.self) * 0
            index += 16
        }
        var rest: Scalar = sum.sum()
        while index < end {
            rest += numbers[index] * 0
            index += 1
        }
        if rest != 0 { return numbers[start..<end].firstIndex { !$0.isFinite } }
        start = end
    }
    return nil
}
