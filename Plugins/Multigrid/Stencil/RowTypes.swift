/// Which rows (or planes) of a level have equal coefficients: the same type, and stored once.
///
/// With constant coefficients only what is near the walls differs, on all levels. So the coefficients of all levels stay
/// in the nearest cache, and the set-up takes next to no time.
struct RowTypes: Hashable {
    let axis: GridAxis
    /// The types of 0..<count, with `margin` more at both ends. Type 0 is beyond a wall.
    private let types: [Int]
    /// Types but for 0; they are 1...count.
    let count: Int

    static let margin = 6

    /// - Parameter labels: equal ones for equal rows.
    init(_ axis: GridAxis, labels: [some Hashable]) {
        self.axis = axis
        var known: [AnyHashable: Int] = [:]
        let numbers = labels.map { label in
            let key = AnyHashable(label)
            let number = known[key] ?? known.count + 1
            known[key] = number
            return number
        }
        count = known.count
        types = (-Self.margin..<axis.count + Self.margin).map { index in axis.wrapped(index).map { numbers[$0] } ?? 0 }
    }

    /// The type of row `index`, which may be as much as `margin` outside.
    @inline(__always)
    subscript(index: Int) -> Int { types[index &+ Self.margin] }

    /// A row of each type from 1 on.
    var examples: [Int] {
        var examples = [Int](repeating: 0, count: count)
        for index in (0..<axis.count).reversed() { examples[self[index] - 1] = index }
        return examples
    }

    /// All rows differ.
    static func distinct(_ axis: GridAxis) -> RowTypes { RowTypes(axis, labels: Array(0..<axis.count)) }

    /// All rows are equal but those at walls.
    static func alike(_ axis: GridAxis) -> RowTypes {
        RowTypes(
            axis,
            labels: (0..<axis.count).map { index -> Int in
                axis.isPeriodic ? 0 : (index == 0 ? 1 : 0) + (index == axis.count - 1 ? 2 : 0)
            })
    }

    /// The types of the coarse rows. Their coefficients depend on their weights and those of their neighbours for the points
    /// between, and so on the couplings of the fine rows from two below to two above; that a row has with the one before it
    /// is stored there.
    func coarsened() -> RowTypes {
        let coarse = axis.coarsened
        if count == axis.count { return .distinct(coarse) }
        return RowTypes(
            coarse,
            labels: (0..<coarse.count).map { index -> [Int] in
                let middle = axis.position(index)
                // At a seam the distances between coarse points differ.
                let isAtSeam = axis.hasSeam && (index == 0 || index == coarse.count - 1)
                return (-3...2).map { self[middle + $0] } + [isAtSeam ? index : -1]
            })
    }

    /// The types of the rows where others are coarsened along other axes: theirs depend on the rows around.
    func widened() -> RowTypes {
        if count == axis.count { return self }
        return RowTypes(axis, labels: (0..<axis.count).map { index in (-2...2).map { self[index + $0] } })
    }
}
