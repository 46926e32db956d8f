/// Reads the samples that a scenario names.
struct SampleReading {
    private let request: SampleRequest
    private let reader: DatasetReader
    private let layouts: SampleLayouts

    init(_ request: SampleRequest, _ run: RunContext) throws {
        let reader =
            switch request.origin {
            case .file(let file): try run.reader(of: file.path)
            case .stage(let reference): try DatasetReader(path: try run.resultFile(of: reference))
            }
        try self.init(request, reader)
    }

    init(_ request: SampleRequest, _ reader: DatasetReader) throws {
        self.request = request
        self.reader = reader
        layouts = try SampleLayouts(request, reader)
    }

    /// What is behind the inputs and outputs, which samples of it are wanted, and as what.
    private func survey() throws -> (columns: [SampleColumn], places: [Int], task: LearningTask) {
        let (inputs, outputs) = try roles()
        var columns: [SampleColumn] = []
        for name in inputs + outputs where !columns.contains(where: { $0.variable.name == name }) {
            columns.append(try SampleColumn(name, request.source(of: name), request, reader, layouts))
        }
        for column in columns where column.count != columns[0].count {
            throw ComputationError.badInput(
                "\(request.label): '\(columns[0].variable.name)' has \(columns[0].count) samples, "
                    + "'\(column.variable.name)' has \(column.count)",
                help: "name the axis that counts the samples 'sample', under 'axes'")
        }
        func variables(_ names: [String]) -> [SampleVariable] {
            names.compactMap { name in columns.first { $0.variable.name == name }?.variable }
        }
        let task = LearningTask(inputs: variables(inputs), outputs: variables(outputs))
        return (columns, try places(of: columns.first?.count ?? 0), task)
    }

    func outline() throws -> SampleOutline {
        let (_, places, task) = try survey()
        return SampleOutline(task: task, count: places.count)
    }

    func read(precision: FieldPrecision, memoryBudget: Int, _ run: RunContext) throws -> SampleSet {
        let (columns, places, task) = try survey()
        let store = try SampleStore(
            columns.map(\.variable), count: places.count, precision: precision, memoryBudget: memoryBudget)
        if store.memory.isOnDisk {
            run.log(
                "the samples take \(store.memory.byteCount >> 20) MiB, more than the memory that is theirs: kept on the disk"
            )
        }
        for (position, column) in columns.enumerated() {
            try column.read(places, of: position, into: store, reader, label: request.label, run)
        }
        return SampleSet(store, task: task, digest: store.digest(threads: run.threads))
    }

    private func roles() throws -> (inputs: [String], outputs: [String]) {
        let names = try request.listedNames.isEmpty ? datasets() : request.listedNames
        let (inputs, outputs) = request.roles(among: names)
        guard !inputs.isEmpty, !outputs.isEmpty else {
            throw ComputationError.badInput(
                "\(request.label) has \(names.isEmpty ? "no variables" : "only '\(names[0])'"), and an input and an "
                    + "output are needed",
                help: "name them under 'inputs' and 'outputs', and what is behind them under 'variables'")
        }
        return (inputs, outputs)
    }

    /// The datasets of the root that are neither coordinates nor marks.
    private func datasets() throws -> [String] {
        try reader.variables().filter { variable in
            variable.isNumeric && !variable.isCoordinate && !variable.name.contains("/")
                && !["residual", "split"].contains(variable.name) && !variable.name.hasSuffix("-coordinate")
                && !variable.shape.isEmpty
        }.map(\.name)
    }

    /// The wanted samples among those of the datasets.
    private func places(of count: Int) throws -> [Int] {
        var places = Array(0..<count)
        var whole = request.label
        if let part = request.split {
            let marks = try self.marks(part, count)
            places = places.filter { marks.names[marks.numbers[$0]] == part }
            whole = "part '\(part)' of " + whole
        }
        if let range = request.samples {
            guard range.upperBound <= places.count else {
                throw ComputationError.badInput(
                    "\(whole) has \(places.count) samples, there are no samples \(range.lowerBound) to "
                        + "\(range.upperBound - 1)", help: "they count from 0")
            }
            places = Array(places[range])
        }
        guard !places.isEmpty else { throw ComputationError.badInput("\(whole) has no samples", help: nil) }
        return places
    }

    /// The part that each sample belongs to.
    private func marks(_ part: String, _ count: Int) throws -> (names: [String], numbers: [Int]) {
        let names: [String]
        do {
            let attributes = try reader.attributes(of: "split")
            names = attributes["flag_meanings"]?.text?.split(separator: " ").map(String.init) ?? []
        } catch let error as StorageError where error.reason == .missingObject {
            names = []
        }
        guard !names.isEmpty else {
            throw ComputationError.badInput(
                "\(request.label) is not split into parts, so there is no part '\(part)'",
                help: "leave '\(part)' out, or give the generate stage a split such as { train: 1000, test: 100 }")
        }
        guard names.contains(part) else {
            throw ComputationError.badInput(
                "\(request.label) has no part '\(part)'",
                help: Suggestion.help(for: part, among: names, noun: "part"))
        }
        let numbers = try reader.read("split", as: .float64).doubles.elements.map { Int(exactly: $0) ?? -1 }
        if numbers.count != count {
            throw ComputationError.badInput(
                "\(request.label) has \(count) samples, but 'split' has \(numbers.count)", help: nil)
        }
        if let bad = numbers.firstIndex(where: { !names.indices.contains($0) }) {
            throw ComputationError.badInput(
                "\(request.label): 'split' of sample \(bad) is none of 0 to \(names.count - 1)", help: nil)
        }
        return (names, numbers)
    }
}
