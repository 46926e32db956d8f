/// What samples will be, without their numbers.
public struct SampleOutline: Hashable, Sendable {
    public var task: LearningTask
    /// Samples.
    public var count: Int

    public init(task: LearningTask, count: Int) {
        self.task = task
        self.count = count
    }

    /// Bytes that they take in memory, at most the part of it that samples may take.
    public func memory(_ precision: FieldPrecision = .float32) -> Int {
        let numbers = task.variables.reduce(0.0) { $0 + Double($1.count) } * Double(count)
        let bytes = numbers * Double(precision.byteCount)
        return Int(min(bytes, Double(FreeResources.memory ?? .max) / 2, 1e18))
    }
}

extension SampleReference {
    /// The samples of a file, of which only names and shapes are read.
    ///
    /// - Throws: ``StorageError`` and ``ComputationError``, as ``open(_:precision:memory:)`` does.
    public func outline(from reader: DatasetReader) throws -> SampleOutline {
        guard let request else { throw ComputationError.unsuitable("no samples were named", help: nil) }
        return try SampleReading(request, reader).outline()
    }

    /// The samples of a dataset that is still to be made.
    ///
    /// - Parameters:
    ///   - variables: of the dataset, without its axis of samples.
    ///   - count: all its samples.
    ///   - parts: samples of each part.
    /// - Returns: `nil` where this reference names something that the dataset does not have.
    public func outline(
        of variables: [SampleVariable], count: Int, parts: [String: Int]
    ) throws -> SampleOutline? {
        guard let request else { return nil }
        let names = request.listedNames.isEmpty ? variables.map(\.name) : request.listedNames
        let (inputs, outputs) = request.roles(among: names)
        func taken(_ name: String) throws -> SampleVariable? {
            let source = request.source(of: name)
            guard let variable = variables.first(where: { [$0.name] == source.datasets }) else { return nil }
            let cut = try SampleCut(
                variable.axes, at: source.at, every: request.every, isSqueezed: false,
                label: "\(request.label): '\(name)'")
            return SampleVariable(name, axes: cut.axes, unit: variable.unit, longName: variable.longName)
        }
        let task = LearningTask(inputs: try inputs.compactMap(taken), outputs: try outputs.compactMap(taken))
        guard task.inputs.count == inputs.count, task.outputs.count == outputs.count, !inputs.isEmpty, !outputs.isEmpty
        else { return nil }
        guard let whole = request.split.map({ parts[$0] }) ?? count else { return nil }
        return SampleOutline(task: task, count: request.samples.map { min($0.count, whole) } ?? whole)
    }
}
