/// One axis of a level.
struct GridAxis: Hashable {
    var count: Int
    var isPeriodic = false
    /// Whether any coupling goes along it.
    var isCoupled = true

    /// Whether points have neighbours along it.
    var isActive: Bool { isCoupled && count > 1 }

    /// The index in 0..<count that `index` stands for; `nil` beyond a wall.
    func wrapped(_ index: Int) -> Int? {
        if index >= 0 && index < count { return index }
        if !isPeriodic { return nil }
        let rest = index % count
        return rest < 0 ? rest + count : rest
    }

    /// Where coarse point `index` lies: at every second point, from the second on between walls, so that a wall's
    /// neighbour is interpolated like all others; from the first on where the axis is periodic.
    func position(_ index: Int) -> Int { isPeriodic ? 2 * index : 2 * index + 1 }

    /// The parity of the positions of coarse points.
    var coarseParity: Int { isPeriodic || !isActive ? 0 : 1 }

    /// Half as many points.
    var coarsened: GridAxis {
        var axis = self
        axis.count = isPeriodic ? (count + 1) / 2 : count / 2
        return axis
    }

    /// Whether the coarse points at both ends of a period are neighbours already here, with nothing between.
    var hasSeam: Bool { isPeriodic && count % 2 == 1 }
}
