extension SampleVariable {
    /// Whether it is a field over some axes of space.
    var hasSpace: Bool { axes.contains { $0.role == .space } }
}

extension LearningTask {
    /// The axes of space that all variables share, slowest first.
    ///
    /// - Parameter name: the operator's, for messages.
    /// - Throws: ``ComputationError`` where they differ, are none, or have other axes between them.
    public func commonGrid(for name: String) throws -> [Axis] {
        var common: (axes: [Axis], variable: String)?
        for variable in inputs + outputs {
            let grid = variable.axes.filter { $0.role == .space }
            if grid.isEmpty {
                if outputs.contains(variable) {
                    throw ComputationError.unsuitable(
                        "'\(name)' gives fields over space, and the output '\(variable.name)' has no axis of space",
                        help: "name other 'outputs', or use 'deeponet'")
                }
                continue
            }
            guard let start = variable.axes.firstIndex(of: grid[0]),
                Array(variable.axes[start..<min(start + grid.count, variable.axes.count)]) == grid
            else {
                throw ComputationError.unsuitable(
                    "'\(variable.name)' has axes (\(variable.axes.map(\.name).joined(separator: ", "))), with another one "
                        + "between those of space", help: "store time first, components last")
            }
            if let common, common.axes.map(\.count) != grid.map(\.count) {
                throw ComputationError.unsuitable(
                    "'\(variable.name)' has \(grid.map(\.count)) points and '\(common.variable)' has "
                        + "\(common.axes.map(\.count))", help: "'\(name)' wants all fields on one grid")
            }
            common = common ?? (grid, variable.name)
        }
        guard let common else {
            throw ComputationError.unsuitable(
                "'\(name)' works on fields over space, and no variable has an axis of space", help: "use 'deeponet'")
        }
        return common.axes
    }

    /// Channels of all outputs on the common grid: their numbers a point.
    public var outputChannels: Int {
        outputs.reduce(0) { sum, variable in
            sum + variable.axes.filter { $0.role != .space }.reduce(1) { $0 * $1.count }
        }
    }
}
