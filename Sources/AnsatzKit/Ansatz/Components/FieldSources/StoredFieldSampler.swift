/// Values from a file: read one time at a time, brought to the grid by linear interpolation, and followed linearly
/// between the stored times.
final class StoredFieldSampler: FieldSampler {
    private let source: StoredFieldSource
    private let path: String
    private let reader: DatasetReader
    /// Only where the file doesn't name its dimensions: the whole dataset.
    private let foreign: Field?
    private let times: [Double]?
    private let fixedSlab: Int?
    private let map: GridInterpolation
    /// The two slabs in use, already on the grid, by index of the stored time.
    private var slabs: [(index: Int, values: [Double])] = []

    var count: Int { map.count }

    init(_ source: StoredFieldSource, axes target: [Axis], _ run: RunContext) throws {
        self.source = source
        reader = try source.reader(run)
        path = reader.path
        let axes: [Axis]
        if let names = source.axes {
            let field = try reader.readForeign(
                source.dataset, axes: names, coordinates: source.coordinates, as: .float64)
            foreign = field
            axes = field.axes
        } else {
            foreign = nil
            axes = try reader.axes(of: source.dataset)
        }
        // A damaged file may claim any length; 64 bytes a coordinate leave room for copies.
        for axis in axes {
            try MemoryLimit.check(
                axis.count, of: 64, file: path, object: source.dataset, shape: axes.map(\.count))
        }
        let isSeries = axes.first.map { $0.role == .time || $0.role == .sample } ?? false
        times = isSeries ? axes.first?.values : nil
        let slabCount = times?.count ?? 1
        switch source.time {
        case .follow: fixedSlab = isSeries && axes.first?.role == .time ? nil : 0
        case .first: fixedSlab = 0
        case .last: fixedSlab = slabCount - 1
        case .index(let index):
            guard index < slabCount else {
                throw ComputationError.badInput(
                    "\(path): '\(source.dataset)' has \(slabCount) times, there is no index \(index)",
                    help: "'time' counts from 0; 'last' takes the last one")
            }
            fixedSlab = index
        }
        let name = "\(path): '\(source.dataset)'"
        guard slabCount > 0 else {
            throw ComputationError.badInput("\(name) holds no times", help: "store at least one")
        }
        if let times, let bad = times.indices.dropFirst().first(where: { !(times[$0] > times[$0 - 1]) }) {
            throw ComputationError.badInput(
                "\(name): times don't grow at index \(bad)", help: "sort the series by time")
        }
        map = try GridInterpolation(
            from: isSeries ? Array(axes.dropFirst()) : axes, to: target, name: name,
            hasCoordinates: source.axes.map { names in
                names.allSatisfy { ["time", "t"].contains($0) || source.coordinates[$0] != nil }
            } ?? true)
    }

    func sample(at time: Double, into values: UnsafeMutableBufferPointer<Double>) throws {
        if let fixedSlab {
            _ = values.update(fromContentsOf: try slab(fixedSlab))
            return
        }
        let times = times ?? [0]
        let slack = 1e-9 * max(abs(times[times.count - 1]), abs(times[0]))
        guard time >= times[0] - slack, time <= times[times.count - 1] + slack else {
            throw ComputationError.badInput(
                "\(path): '\(source.dataset)' covers times \(times[0]) to \(times[times.count - 1]), but t = \(time) is "
                    + "needed", help: "shorten the run, or use data that covers it")
        }
        var low = 0
        var high = times.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle } else { high = middle }
        }
        let weight = high == low ? 0 : min(max((time - times[low]) / (times[high] - times[low]), 0), 1)
        let (before, after) = (try slab(low), try slab(high))
        for index in values.indices { values[index] = before[index] + weight * (after[index] - before[index]) }
    }

    /// A stored time on the grid, read where it is not one of the two at hand.
    private func slab(_ index: Int) throws -> [Double] {
        if let known = slabs.first(where: { $0.index == index }) { return known.values }
        let stored: Tensor<Double>
        if let foreign {
            stored = foreign.doubles
        } else if times == nil {
            stored = try reader.read(source.dataset, as: .float64).doubles
        } else {
            stored = try reader.readSlab(source.dataset, at: index, as: .float64).doubles
        }
        let size = map.sourceCount
        let offset = foreign != nil && times != nil ? index * size : 0
        let values = try stored.withBuffer { stored in
            let slab = UnsafeBufferPointer(rebasing: stored[offset..<(offset + size)])
            if let bad = slab.firstIndex(where: { !$0.isFinite }) {
                throw ComputationError.badInput(
                    "\(path): '\(source.dataset)' is \(slab[bad]) at \(map.sourceIndex(bad))"
                        + (times == nil ? "" : " of time index \(index)"), help: "mend the file")
            }
            return map.apply(to: slab)
        }
        if slabs.count == 2 { slabs.removeFirst() }
        slabs.append((index, values))
        return values
    }
}
