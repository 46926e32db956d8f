/// Multilinear interpolation from one grid to the points of another; exact where points coincide.
public struct GridInterpolation {
    /// Points of the target.
    public let count: Int
    public let sourceCount: Int
    private let sourceNames: [String]
    private let sourceShape: [Int]
    private let targetShape: [Int]
    /// For each dimension of the source: the lower neighbour and the weight of the upper one, per target coordinate.
    private let stencils: [[(lower: Int, weight: Double)]]

    /// - Parameters:
    ///   - name: the data's name for messages.
    ///   - hasCoordinates: whether the source's coordinates are known; otherwise the shapes must be equal.
    /// - Throws: ``ComputationError/badInput(_:help:)`` where dimensions differ or the target leaves the source's range.
    public init(from source: [Axis], to target: [Axis], name: String, hasCoordinates: Bool) throws {
        func list(_ names: [String]) -> String { "(" + names.joined(separator: ", ") + ")" }
        sourceNames = source.map(\.name)
        sourceShape = source.map(\.count)
        targetShape = target.map(\.count)
        guard let count = Tensor<Double>.elementCount(of: targetShape),
            let sourceCount = Tensor<Double>.elementCount(of: sourceShape),
            count <= (FreeResources.memory ?? .max) / MemoryLayout<Double>.stride
        else {
            throw ComputationError.tooLarge(
                "\(name) on \(list(targetShape.map(String.init))) points does not fit the memory that is free")
        }
        self.count = count
        self.sourceCount = sourceCount
        guard sourceNames == target.map(\.name) else {
            throw ComputationError.badInput(
                "\(name) has dimensions \(list(source.map(\.name))), but \(list(target.map(\.name))) are needed",
                help: "name them with 'axes', slowest first")
        }
        if !hasCoordinates {
            guard sourceShape == targetShape else {
                throw ComputationError.badInput(
                    "\(name) has \(list(sourceShape.map(String.init))) points, but \(list(targetShape.map(String.init))) "
                        + "are needed", help: "give its 'coordinates' to have it interpolated")
            }
            stencils = sourceShape.map { extent in (0..<extent).map { (lower: $0, weight: 0) } }
            return
        }
        stencils = try zip(source, target).map { source, target in
            try Self.stencil(from: source.values, to: target.values, axis: source.name, name: name)
        }
    }

    private static func stencil(
        from source: [Double], to target: [Double], axis: String, name: String
    ) throws -> [(lower: Int, weight: Double)] {
        guard let first = source.first, let last = source.last,
            source.indices.dropFirst().allSatisfy({ source[$0] > source[$0 - 1] })
        else {
            throw ComputationError.badInput(
                "\(name): coordinates along '\(axis)' don't grow",
                help: "store the data in the order of growing '\(axis)'")
        }
        // A coordinate read from single precision may miss the end of the range by its rounding.
        let slack = 1e-6 * max(last - first, abs(last))
        var lower = 0
        return try target.map { point in
            guard point >= first - slack, point <= last + slack else {
                throw ComputationError.badInput(
                    "\(name) covers \(axis) from \(first) to \(last), but \(axis) = \(point) is needed",
                    help: "use data that covers the whole grid, or a smaller domain")
            }
            while lower + 2 < source.count && source[lower + 1] <= point { lower += 1 }
            guard source.count > 1 else { return (lower: 0, weight: 0) }
            let weight = (point - source[lower]) / (source[lower + 1] - source[lower])
            // Within rounding of a stored point, that point's value is taken as it is.
            if abs(weight) < 1e-9 { return (lower: lower, weight: 0) }
            if abs(weight - 1) < 1e-9 { return (lower: lower, weight: 1) }
            return (lower: lower, weight: min(max(weight, 0), 1))
        }
    }

    /// The index per dimension of an element of the source, for messages: "[y 3, x 0]".
    func sourceIndex(_ position: Int) -> String {
        var rest = position
        var parts: [String] = []
        for (name, extent) in zip(sourceNames, sourceShape).reversed() {
            parts.insert("\(name) \(rest % extent)", at: 0)
            rest /= extent
        }
        return parts.isEmpty ? "its only value" : "index [" + parts.joined(separator: ", ") + "]"
    }

    /// The source's values at the points of the target.
    public func apply(to source: UnsafeBufferPointer<Double>) -> [Double] {
        (0..<count).map { position in
            var rest = position
            var place: [(lower: Int, weight: Double)] = []
            for (dimension, extent) in targetShape.enumerated().reversed() {
                place.insert(stencils[dimension][rest % extent], at: 0)
                rest /= extent
            }
            return value(of: source, place[...], dimension: 0, offset: 0)
        }
    }

    private func value(
        of source: UnsafeBufferPointer<Double>, _ place: ArraySlice<(lower: Int, weight: Double)>, dimension: Int,
        offset: Int
    ) -> Double {
        guard let (lower, weight) = place.first else { return source[offset] }
        let rest = place.dropFirst()
        let base = offset * sourceShape[dimension] + lower
        let low = weight == 1 ? 0 : value(of: source, rest, dimension: dimension + 1, offset: base)
        if weight == 0 { return low }
        let high = value(of: source, rest, dimension: dimension + 1, offset: base + 1)
        return weight == 1 ? high : low + weight * (high - low)
    }
}
