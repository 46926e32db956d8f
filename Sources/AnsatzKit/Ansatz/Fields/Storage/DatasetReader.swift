/// Reads HDF5 files: our own, any netCDF-4 file, and others by path.
///
/// Numbers of any kind and byte order become `Float` or `Double`; integers beyond 2⁵³ are rounded. Packed and missing
/// values of netCDF (`scale_factor`, `add_offset`, `_FillValue`) are unpacked, missing ones to NaN. Every size is
/// checked against the free memory before it is believed. What NaN means is the caller's to decide: see
/// ``Field/firstNonFinite``. Nothing that leads to another file is followed. May be shared between threads, one of which
/// reads at a time.
///
/// The HDF5 library crashes or hangs on some damaged files. A file from elsewhere is therefore opened
/// ``init(path:in:)`` another process, whose end is an error here; components get such a reader from
/// ``RunContext/reader(of:)``.
public final class DatasetReader: Sendable {
    public let path: String
    private let source: Source

    private enum Source: Sendable {
        case here(OpenedFile)
        case elsewhere(ForeignFile)
    }

    /// Opens a file that this program wrote itself.
    ///
    /// - Throws: ``StorageError`` where there is no file, no permission, or no HDF5 in it.
    public init(path: String) throws {
        self.path = path
        source = .here(try OpenedFile(path: path))
    }

    /// Opens a file from anywhere, in a process of its own.
    ///
    /// - Throws: ``StorageError`` where there is no file, no permission, no HDF5 in it, or the process could not open it
    ///   within its limits. The same holds for all that is read later. A file that is changed while it is open is an
    ///   error too.
    public init(path: String, in process: ReadingProcess) throws {
        self.path = path
        source = .elsewhere(try ForeignFile(path: path, process))
    }

    /// The attributes of the file as a whole.
    public func attributes() throws -> [Attribute] { try attributes(of: "/") }

    /// The attributes of a group or dataset.
    public func attributes(of object: String) throws -> [Attribute] {
        switch source {
        case .here(let file): return try file.attributes(of: object)
        case .elsewhere(let file):
            guard case .attributes(let attributes) = try file.answer(to: .attributes(of: object)) else {
                throw file.nonsense
            }
            return attributes
        }
    }

    /// All datasets of the file, those of a group after the group's name, in order of creation where the file knows it.
    ///
    /// One whose numbers lie in another file is of the type `elsewhere`, without extents.
    public func variables() throws -> [StoredVariable] {
        switch source {
        case .here(let file): return try file.variables()
        case .elsewhere(let file):
            guard case .variables(let variables) = try file.answer(to: .variables) else { throw file.nonsense }
            return variables
        }
    }

    /// What the file says about one dataset.
    public func variable(_ name: String) throws -> StoredVariable {
        switch source {
        case .here(let file): return try file.variable(name)
        case .elsewhere(let file):
            guard case .variable(let variable) = try file.answer(to: .variable(name)) else { throw file.nonsense }
            return variable
        }
    }

    /// What the file says about one dataset, after its numbers were read once, in pieces, to see that they can be.
    ///
    /// - Throws: ``StorageError`` as ``read(_:as:)`` would. Datasets beyond 1 GiB are believed.
    public func checkedVariable(_ name: String) throws -> StoredVariable {
        switch source {
        case .here(let file): return try file.checkedVariable(name)
        case .elsewhere(let file):
            guard case .variable(let variable) = try file.answer(to: .check(name)) else { throw file.nonsense }
            return variable
        }
    }

    /// Reads a variable.
    ///
    /// - Parameters:
    ///   - name: its path inside the file.
    ///   - precision: what the numbers become; where `nil`, `float32` for floating point of up to 32 bits, else
    ///     `float64`.
    /// - Throws: ``StorageError`` where there is no such variable, it holds no numbers, they do not fit the memory, or
    ///   the file is damaged.
    public func read(_ name: String, as precision: FieldPrecision? = nil) throws -> Field {
        try field(FieldRequest(name: name, precision: precision))
    }

    /// Reads a range of a variable's first dimension, and keeps that dimension.
    public func read(_ name: String, slabs: Range<Int>, as precision: FieldPrecision? = nil) throws -> Field {
        try field(FieldRequest(name: name, part: .slabs(slabs), precision: precision))
    }

    /// Reads one slab of a variable's first dimension: one time, or one sample.
    public func readSlab(_ name: String, at index: Int, as precision: FieldPrecision? = nil) throws -> Field {
        try field(FieldRequest(name: name, part: .slab(index), precision: precision))
    }

    /// Reads a range of each dimension of a variable: numbers alone.
    ///
    /// - Throws: ``StorageError`` as ``read(_:as:)``, and where the ranges are not within the extents.
    public func readBox(_ name: String, _ box: [Range<Int>], as precision: FieldPrecision? = nil) throws -> FieldValues
    {
        try field(FieldRequest(name: name, part: .box(box), precision: precision)).values
    }

    /// The axes of a variable.
    public func axes(of name: String) throws -> [Axis] {
        switch source {
        case .here(let file): return try file.axes(of: name)
        case .elsewhere(let file):
            guard case .axes(let axes) = try file.answer(to: .axes(of: name)) else { throw file.nonsense }
            return axes
        }
    }

    /// Reads all numeric variables of the file's root that are not coordinates, with the file's attributes.
    public func readDataset() throws -> Dataset {
        var attributes = try attributes()
        // What the writer adds on its own is no part of the dataset.
        if attributes["ansatz_schema"] != nil {
            attributes.removeAll { $0.name == "ansatz_schema" }
            attributes.removeAll { $0 == Attribute("Conventions", .text(NetCDFBuilder.conventions)) }
        }
        let names = try variables().filter { $0.isNumeric && !$0.isCoordinate && !$0.name.contains("/") }.map(\.name)
        return try Dataset(try names.map { try read($0) }, attributes: attributes)
    }

    /// The names in a group, `/` for the root.
    public func names(in group: String) throws -> [String] {
        switch source {
        case .here(let file): return try file.names(in: group)
        case .elsewhere(let file):
            guard case .names(let names) = try file.answer(to: .names(in: group)) else { throw file.nonsense }
            return names
        }
    }

    /// The seeds of a PDEBench file that has a group per seed.
    public func pdebenchSeeds() throws -> [String] {
        switch source {
        case .here(let file): return try file.seeds()
        case .elsewhere(let file):
            guard case .names(let names) = try file.answer(to: .seeds) else { throw file.nonsense }
            return names
        }
    }

    /// All that is in the file, as a tree.
    ///
    /// - Parameter readsValues: whether ranges and NaN counts are wanted, for which all numbers must be read.
    public func summary(readsValues: Bool = true) throws -> FileSummary {
        switch source {
        case .here(let file): return try FileSummary(of: file, readsValues: readsValues)
        case .elsewhere(let file):
            guard case .summary(let summary) = try file.answer(to: .summary(readsValues: readsValues)) else {
                throw file.nonsense
            }
            return summary
        }
    }

    func field(_ request: FieldRequest) throws -> Field {
        switch source {
        case .here(let file): try file.field(request)
        case .elsewhere(let file): try file.field(request)
        }
    }
}
