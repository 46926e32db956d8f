/// Samples of some variables, each read once, checked and kept: in memory where they fit, else in an unnamed file on the
/// disk (in `TMPDIR`, or `/var/tmp`), so that any sample is at hand whatever the layout of the file that it came from.
///
/// Several sets may share the numbers; see ``subset(_:)``. Every number is finite.
public final class SampleSet {
    /// What one sample has: the inputs, then the outputs.
    public let variables: [SampleVariable]
    public let task: LearningTask
    /// Samples.
    public let count: Int
    /// Of names, shapes and numbers (rounded to single precision), in 64 hexadecimal digits: equal for equal data,
    /// whatever file they came from and in which precision they are kept.
    public let digest: String
    public let precision: FieldPrecision
    private let store: SampleStore
    /// The places of the samples in the store; `nil` where all are taken in order.
    private let places: [Int]?

    init(_ store: SampleStore, task: LearningTask, digest: String) {
        self.store = store
        self.task = task
        self.digest = digest
        variables = store.variables
        precision = store.precision
        count = store.count
        places = nil
    }

    private init(_ other: SampleSet, places: [Int], digest: String) {
        store = other.store
        task = other.task
        variables = other.variables
        precision = other.precision
        count = places.count
        self.places = places
        self.digest = digest
    }

    /// The variable of that name.
    public func variable(_ name: String) throws -> SampleVariable { variables[try index(of: name)] }

    /// Whether the numbers lie on the disk.
    public var isOnDisk: Bool { store.memory.isOnDisk }

    /// Copies the numbers of some samples of a variable, one sample after the other, in the order of `indices`.
    ///
    /// Cheap: one copy for each sample, or one conversion where another precision is kept.
    ///
    /// - Parameters:
    ///   - indices: each in `0..<count`, in any order, also more than once.
    ///   - buffer: has exactly the elements that are copied.
    public func load<Scalar: TensorScalar>(
        _ variable: String, _ indices: [Int], into buffer: UnsafeMutableBufferPointer<Scalar>
    ) throws {
        try indices.withUnsafeBufferPointer { try load(index(of: variable), $0, into: buffer) }
    }

    /// The same by the variable's position among ``variables``.
    public func load<Scalar: TensorScalar>(
        _ variable: Int, _ indices: UnsafeBufferPointer<Int>, into buffer: UnsafeMutableBufferPointer<Scalar>
    ) throws {
        let size = store.sizes[variable]
        precondition(
            buffer.count == indices.count * size, "\(buffer.count) elements for \(indices.count) samples of \(size)")
        guard let target = buffer.baseAddress else { return }
        for (slot, index) in indices.enumerated() {
            store.copy(variable, sample: try place(of: index), to: target + slot * size)
        }
    }

    /// Has samples that are wanted soon read from the disk meanwhile, where they are there.
    public func prefetch(_ indices: [Int]) {
        guard isOnDisk else { return }
        for index in indices where (0..<count).contains(index) {
            store.prefetch(sample: places?[index] ?? index)
        }
    }

    /// One sample of a variable, with its axes.
    public func field(_ name: String, sample: Int) throws -> Field {
        let position = try index(of: name)
        let variable = variables[position]
        let place = try place(of: sample)
        func values<Scalar: TensorScalar>() -> Tensor<Scalar> {
            var tensor = Tensor<Scalar>(shape: variable.shape)
            tensor.withMutableBuffer { buffer in
                if let base = buffer.baseAddress { store.copy(position, sample: place, to: base) }
            }
            return tensor
        }
        return try Field(
            name, axes: variable.axes, values: precision == .float32 ? .float32(values()) : .float64(values()),
            unit: variable.unit, longName: variable.longName)
    }

    /// Some of the samples, in order, without copying them.
    ///
    /// - Precondition: the range is within `0..<count`.
    public func subset(_ range: Range<Int>) -> SampleSet { subset(Array(range)) }

    /// Some of the samples, in the given order, without copying them.
    ///
    /// - Precondition: all indices are in `0..<count`.
    public func subset(_ indices: [Int]) -> SampleSet {
        let places = indices.map { index in
            precondition((0..<count).contains(index), "sample \(index) of \(count)")
            return self.places?[index] ?? index
        }
        let text = indices.map(String.init).joined(separator: " ")
        return SampleSet(self, places: places, digest: Digest(of: "\(digest) \(text)").description)
    }

    private func place(of index: Int) throws -> Int {
        guard index >= 0, index < count else {
            throw ComputationError.badInput("there is no sample \(index) among \(count)", help: "they count from 0")
        }
        return places.map { $0[index] } ?? index
    }

    private func index(of name: String) throws -> Int {
        if let position = variables.firstIndex(where: { $0.name == name }) { return position }
        throw ComputationError.badInput(
            "the samples have no variable '\(name)'",
            help: Suggestion.help(for: name, among: variables.map(\.name), noun: "variable"))
    }
}

extension SampleSet {
    /// Samples that are in memory already.
    ///
    /// - Parameters:
    ///   - fields: each with one axis more than a sample has, the first, which counts the samples.
    ///   - inputs: names of fields.
    ///   - outputs: names of fields.
    /// - Throws: ``ComputationError`` where there is no such field, their counts of samples differ, or a number is not
    ///   finite.
    public convenience init(
        _ fields: [Field], inputs: [String], outputs: [String], precision: FieldPrecision = .float32
    ) throws {
        func variable(_ name: String) throws -> SampleVariable {
            guard let field = fields.first(where: { $0.name == name }) else {
                throw ComputationError.badInput(
                    "there is no field '\(name)'",
                    help: Suggestion.help(for: name, among: fields.map(\.name), noun: "field"))
            }
            guard !field.axes.isEmpty else {
                throw ComputationError.badInput("field '\(name)' has no axis of samples", help: nil)
            }
            return SampleVariable(
                name, axes: Array(field.axes.dropFirst()), unit: field.unit, longName: field.longName)
        }
        let task = LearningTask(inputs: try inputs.map(variable), outputs: try outputs.map(variable))
        let count = fields.first { $0.name == task.outputs.first?.name ?? "" }?.shape.first ?? 0
        let store = try SampleStore(task.variables, count: count, precision: precision, memoryBudget: .max)
        for (position, variable) in store.variables.enumerated() {
            guard let field = fields.first(where: { $0.name == variable.name }) else { continue }
            guard field.shape[0] == count else {
                throw ComputationError.badInput(
                    "'\(variable.name)' has \(field.shape[0]) samples, the output has \(count)", help: nil)
            }
            if let place = field.firstNonFinite {
                throw ComputationError.badInput(
                    "'\(variable.name)' of sample \(place[0]) is not finite at index \(Array(place.dropFirst()))",
                    help: nil)
            }
            switch field.values {
            case .float32(let tensor): tensor.withBuffer { store.fill(position, from: 0, with: $0) }
            case .float64(let tensor): tensor.withBuffer { store.fill(position, from: 0, with: $0) }
            }
        }
        self.init(store, task: task, digest: store.digest(threads: .one))
    }
}

extension LearningTask {
    /// Inputs, then outputs, each once.
    var variables: [SampleVariable] {
        inputs + outputs.filter { output in !inputs.contains { $0.name == output.name } }
    }
}
