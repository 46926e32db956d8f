/// What is in an HDF5 file, as a tree: for people who want to look before they read.
public struct FileSummary: Hashable, Sendable {
    public struct Group: Hashable, Sendable {
        /// The last part of the path; empty for the root.
        public var name: String
        public var attributes: [Attribute]
        public var datasets: [Dataset]
        public var groups: [Group]
    }

    public struct Dataset: Hashable, Sendable {
        public var variable: StoredVariable
        /// Extents of a chunk; `nil` where it lies in one piece.
        public var chunk: [Int]?
        /// In the order they are applied: `shuffle`, `deflate 4`.
        public var filters: [String]
        /// What the numbers take in the file.
        public var storedByteCount: Int
        /// Range and non-finite numbers; `nil` where it holds no numbers or they were not asked for.
        public var statistics: FieldStatistics?
    }

    public var path: String
    public var byteCount: Int
    public var root: Group

    /// Looks through a file, holding at most about 16 MiB of its numbers at a time (or one slab of a larger one).
    ///
    /// - Parameter readsValues: whether ranges and NaN counts are wanted, for which all numbers must be read.
    /// - Throws: ``StorageError`` where the file cannot be read or is damaged.
    public init(path: String, readsValues: Bool = true) throws {
        let reader = try DatasetReader(path: path)
        self.path = path
        byteCount = try SystemFailure.size(of: path)
        root = Group(name: "", attributes: try reader.attributes(), datasets: [], groups: [])
        for variable in try reader.variables() {
            let storage = try HDF5Library.locked { try reader.dataset(variable.name).storage() }
            let dataset = Dataset(
                variable: variable, chunk: storage.chunk, filters: storage.filters, storedByteCount: storage.byteCount,
                statistics: readsValues ? try Self.statistics(of: variable, in: reader) : nil)
            try root.insert(dataset, at: variable.name.split(separator: "/").map(String.init)[...], path: "", reader)
        }
    }

    private static func statistics(of variable: StoredVariable, in reader: DatasetReader) throws -> FieldStatistics? {
        guard variable.isNumeric else { return nil }
        var statistics = FieldStatistics()
        guard let rows = variable.shape.first else {
            statistics.add(try HDF5Library.locked { try reader.dataset(variable.name).values(as: nil) })
            return statistics
        }
        let slab = max(Tensor<Double>.elementCount(of: Array(variable.shape.dropFirst())) ?? .max, 1)
        let step = max(1, (2 << 20) / slab)
        var first = 0
        while first < rows {
            let last = first + min(step, rows - first)
            statistics.add(
                try HDF5Library.locked { try reader.dataset(variable.name).values(rows: first..<last, as: nil) })
            first = last
        }
        return statistics
    }
}

extension FileSummary.Group {
    /// Puts a dataset into the group that its path names, making groups on the way.
    fileprivate mutating func insert(
        _ dataset: FileSummary.Dataset, at names: ArraySlice<String>, path: String, _ reader: DatasetReader
    ) throws {
        guard names.count > 1, let name = names.first else { return datasets.append(dataset) }
        let place = path + "/" + name
        let index: Int
        if let known = groups.firstIndex(where: { $0.name == name }) {
            index = known
        } else {
            index = groups.count
            groups.append(
                Self(name: name, attributes: try reader.attributes(of: place), datasets: [], groups: []))
        }
        try groups[index].insert(dataset, at: names.dropFirst(), path: place, reader)
    }
}
