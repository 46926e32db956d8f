extension Tape {
    /// All input variables on their common grid, as channels one after the other: what networks of convolutions and Fourier
    /// layers begin with.
    ///
    /// Axes of space are the grid; all others (time, component) become channels. A variable without axes of space has the
    /// same number everywhere.
    ///
    /// - Parameter inputs: values in the shapes of `task.inputs`.
    /// - Returns: (channels, z, y, x).
    /// - Throws: ``ComputationError`` where variables are on different grids.
    public func spatialChannels(_ inputs: [Value], _ task: LearningTask, for name: String) throws -> Value {
        let grid = try task.commonGrid(for: name).map(\.count)
        let points = grid.reduce(1, *)
        let fields = try zip(task.inputs, inputs).map { variable, value in
            let channels = variable.count / (variable.hasSpace ? points : 1)
            if !variable.hasSpace {
                return record(
                    Broadcast<Scalar>(channels: channels, grid: grid), [try reshape(value, to: [channels])])
            }
            let leading = variable.axes.prefix { $0.role != .space }.reduce(1) { $0 * $1.count }
            let moved =
                channels == leading
                ? value : transpose(value, outer: leading, rows: points, columns: channels / leading)
            return try reshape(moved, to: [channels] + grid)
        }
        return try concatenate(fields)
    }

    /// Output variables from the channels of a network on their grid: the way back of ``spatialChannels(_:_:for:)``.
    ///
    /// - Parameter channels: (channels, z, y, x), with ``LearningTask/outputChannels`` channels.
    public func outputVariables(_ channels: Value, _ task: LearningTask) throws -> [Value] {
        let points = channels.shape.dropFirst().reduce(1, *)
        var first = 0
        return try task.outputs.map { variable in
            let count = variable.count / points
            let part = try slice(channels, channels: first..<first + count)
            first += count
            let leading = variable.axes.prefix { $0.role != .space }.reduce(1) { $0 * $1.count }
            let moved =
                count == leading ? part : transpose(part, outer: leading, rows: count / leading, columns: points)
            return try reshape(moved, to: variable.shape)
        }
    }
}

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
