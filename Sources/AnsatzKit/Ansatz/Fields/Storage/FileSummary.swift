/// What is in an HDF5 file, as a tree: for people who want to look before they read.
public struct FileSummary: Hashable, Sendable, Codable {
    public struct Group: Hashable, Sendable, Codable {
        /// The last part of the path; empty for the root.
        public var name: String
        public var attributes: [Attribute]
        public var datasets: [Dataset]
        public var groups: [Group]
    }

    public struct Dataset: Hashable, Sendable, Codable {
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

    /// Looks through a file that this program wrote itself, holding at most about 16 MiB of its numbers at a time (or
    /// one slab of a larger one). For files from elsewhere see ``DatasetReader/summary(readsValues:)``.
    ///
    /// - Parameter readsValues: whether ranges and NaN counts are wanted, for which all numbers must be read.
    /// - Throws: ``StorageError`` where the file cannot be read or is damaged.
    public init(path: String, readsValues: Bool = true) throws {
        self = try FileSummary(of: try OpenedFile(path: path), readsValues: readsValues)
    }

    init(of file: OpenedFile, readsValues: Bool) throws {
        path = file.path
        byteCount = try SystemFailure.size(of: path)
        root = Group(name: "", attributes: try file.attributes(of: "/"), datasets: [], groups: [])
        for variable in try file.variables() {
            let storage = try HDF5Library.locked { try file.dataset(variable.name).storage() }
            let isFilled = Self.isFilled(variable, storedByteCount: storage.byteCount)
            let dataset = Dataset(
                variable: variable, chunk: storage.chunk, filters: storage.filters, storedByteCount: storage.byteCount,
                statistics: readsValues && isFilled ? try Self.statistics(of: variable, in: file) : nil)
            try root.insert(dataset, at: variable.name.split(separator: "/").map(String.init)[...], path: "", file)
        }
    }

    /// Whether numbers were written to most of a large dataset: no compression reaches 1100 to 1, and to go through a
    /// terabyte of fill values tells nothing.
    private static func isFilled(_ variable: StoredVariable, storedByteCount: Int) -> Bool {
        let count = Tensor<Double>.elementCount(of: variable.shape) ?? .max
        return count <= 8 << 20 || count / 1100 <= storedByteCount
    }

    private static func statistics(of variable: StoredVariable, in file: OpenedFile) throws -> FieldStatistics? {
        guard variable.isNumeric else { return nil }
        var statistics = FieldStatistics()
        try file.forEachPiece(of: variable.name) { statistics.add($0) }
        return statistics
    }
}

extension FileSummary.Group {
    /// Puts a dataset into the group that its path names, making groups on the way.
    fileprivate mutating func insert(
        _ dataset: FileSummary.Dataset, at names: ArraySlice<String>, path: String, _ file: OpenedFile
    ) throws {
        guard names.count > 1, let name = names.first else { return datasets.append(dataset) }
        let place = path + "/" + name
        let index: Int
        if let known = groups.firstIndex(where: { $0.name == name }) {
            index = known
        } else {
            index = groups.count
            groups.append(
                Self(name: name, attributes: try file.attributes(of: place), datasets: [], groups: []))
        }
        try groups[index].insert(dataset, at: names.dropFirst(), path: place, file)
    }
}
