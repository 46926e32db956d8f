/// One axis of a level.
struct GridAxis: Hashable {
    var count: Int
    var isPeriodic = false
    /// Whether any coupling goes along it.
    var isCoupled = true
    /// How far the walls are from the first and the last point, in steps between points; infinite where nothing couples
    /// with a wall.
    var distances = (lower: 1.0, upper: 1.0)

    /// Whether points have neighbours along it.
    var isActive: Bool { isCoupled && count > 1 }

    /// The index in 0..<count that `index` stands for; `nil` beyond a wall.
    func wrapped(_ index: Int) -> Int? {
        if index >= 0 && index < count { return index }
        if !isPeriodic { return nil }
        let rest = index % count
        return rest < 0 ? rest + count : rest
    }

    /// Whether coarse points are the first, the third, ... rather than the second, the fourth, ...
    ///
    /// An even number of points between walls has a coarse point next to a wall. It is put where the wall is farther
    /// away: were it always the same wall, that would come nearer and nearer to it, in steps between points.
    var startsCoarse: Bool { isPeriodic || count % 2 == 0 && distances.lower > distances.upper }

    /// Where coarse point `index` lies.
    @inline(__always)
    func position(_ index: Int) -> Int { 2 &* index &+ (startsCoarse ? 0 : 1) }

    /// The parity of the positions of coarse points.
    var coarseParity: Int { isActive && !startsCoarse ? 1 : 0 }

    /// Half as many points.
    var coarsened: GridAxis {
        var axis = self
        axis.count = isPeriodic ? (count + 1) / 2 : count / 2
        let endsCoarse = count % 2 == 0 && !startsCoarse
        axis.distances.lower = (distances.lower + (startsCoarse ? 0 : 1)) / 2
        axis.distances.upper = (distances.upper + (endsCoarse ? 0 : 1)) / 2
        return axis
    }

    /// Whether the coarse points at both ends of a period are neighbours already here, with nothing between.
    var hasSeam: Bool { isPeriodic && count % 2 == 1 }

    /// The coarse indices that give to a fine one, with the shift from there.
    func sources(_ index: Int) -> [(index: Int, shift: Int)] {
        let half = index / 2
        if index % 2 == (startsCoarse ? 0 : 1) { return [(half, 0)] }
        let coarse = coarsened.count
        let below = startsCoarse ? half : half - 1
        if isPeriodic { return [(below, 1), ((below + 1) % coarse, -1)] }
        return [(below, 1), (below + 1, -1)].filter { $0.0 >= 0 && $0.0 < coarse }
    }

    static func == (left: GridAxis, right: GridAxis) -> Bool {
        left.count == right.count && left.isPeriodic == right.isPeriodic && left.isCoupled == right.isCoupled
            && left.distances == right.distances
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        hasher.combine(isPeriodic)
    }
}
