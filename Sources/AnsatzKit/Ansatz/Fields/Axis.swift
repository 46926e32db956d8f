/// One dimension of a field: its name, and where its points lie.
public struct Axis: Hashable, Sendable, Codable {
    public enum Coordinates: Hashable, Sendable {
        /// Points `first + i·spacing`, i in 0..<count.
        case uniform(first: Double, spacing: Double, count: Int)
        case explicit([Double])
    }

    public enum Topology: String, Hashable, Sendable, Codable {
        case bounded
        /// The point after the last is the first; the period is `count·spacing`.
        case periodic
    }

    public enum Role: String, Hashable, Sendable, Codable {
        case space, time, sample, component
        /// Values of a setting, as in a sweep.
        case parameter
    }

    /// As in files: `x`, `time`. Becomes the name of a coordinate variable.
    public var name: String
    public var coordinates: Coordinates
    /// In the style of UDUNITS: `m`, `m s-1`; `1` where there is none.
    public var unit: String
    /// For labels: "distance from the wall". May be empty.
    public var longName: String
    public var topology: Topology
    public var role: Role

    public init(
        _ name: String, _ coordinates: Coordinates, unit: String = "1", longName: String = "",
        topology: Topology = .bounded, role: Role = .space
    ) {
        self.name = name
        self.coordinates = coordinates
        self.unit = unit
        self.longName = longName
        self.topology = topology
        self.role = role
    }

    /// An axis that only counts: 0, 1, 2, ...
    public static func index(_ name: String, count: Int, role: Role) -> Axis {
        Axis(name, .uniform(first: 0, spacing: 1, count: count), role: role)
    }

    /// The number of points.
    public var count: Int {
        switch coordinates {
        case .uniform(_, _, let count): count
        case .explicit(let values): values.count
        }
    }

    /// The coordinate of one point.
    ///
    /// - Precondition: `index` is in `0..<count`.
    public func coordinate(at index: Int) -> Double {
        precondition((0..<count).contains(index), "point \(index) of axis \(name) outside 0..<\(count)")
        switch coordinates {
        case .uniform(let first, let spacing, _): return first + Double(index) * spacing
        case .explicit(let values): return values[index]
        }
    }

    /// The coordinates of all points.
    public var values: [Double] {
        switch coordinates {
        case .uniform(let first, let spacing, let count):
            (0..<max(count, 0)).map { first + Double($0) * spacing }
        case .explicit(let values): values
        }
    }

    /// The distance between neighbours, where it is the same everywhere to within `tolerance` of itself.
    ///
    /// `nil` for uneven points, and for fewer than two points without a declared spacing. The default tolerance
    /// admits coordinates that were computed or stored in single precision.
    public func spacing(tolerance: Double = 1e-4) -> Double? {
        switch coordinates {
        case .uniform(_, let spacing, _): return spacing
        case .explicit(let values):
            guard let first = values.first, let last = values.last, values.count > 1 else { return nil }
            let mean = (last - first) / Double(values.count - 1)
            let isEven = zip(values, values.dropFirst()).allSatisfy { abs(($1 - $0) - mean) <= tolerance * abs(mean) }
            return isEven ? mean : nil
        }
    }

    /// The coordinates as a rule where a rule gives exactly these bits, else as they are.
    static func coordinates(from values: [Double]) -> Coordinates {
        guard let first = values.first, let last = values.last, values.count > 1 else { return .explicit(values) }
        // The mean spacing, and the first gap: whichever made the values, rounding leaves only one of them exact.
        for spacing in [values[1] - first, (last - first) / Double(values.count - 1)] {
            let rule = Coordinates.uniform(first: first, spacing: spacing, count: values.count)
            let isExact = values.indices.allSatisfy { values[$0] == first + Double($0) * spacing }
            if isExact { return rule }
        }
        return .explicit(values)
    }
}
