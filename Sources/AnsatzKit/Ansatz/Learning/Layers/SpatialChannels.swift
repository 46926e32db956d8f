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
