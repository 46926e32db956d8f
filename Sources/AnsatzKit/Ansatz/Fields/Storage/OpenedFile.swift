/// An HDF5 file open in this process, and the answers to all that a ``DatasetReader`` is asked.
///
/// Members take the library's lock themselves. May be shared between threads, one of which reads at a time.
final class OpenedFile: @unchecked Sendable {
    // Sendable: nothing changes after `init`, and every access to the file is under the library's lock.
    let path: String
    private let file: HDF5File
    private let root: HDF5Object
    /// Is told before so many bytes are allocated or gone through.
    private let admit: @Sendable (Int) -> Void

    /// Groups nested deeper, or files with more objects, are refused.
    static let depthLimit = 32
    static let objectLimit = 1_000_000

    /// - Throws: ``StorageError`` where there is no file, no permission, or no HDF5 in it.
    init(path: String, admit: @escaping @Sendable (Int) -> Void = { _ in }) throws {
        self.path = path
        self.admit = admit
        let file = try HDF5File.open(forReading: path)
        self.file = file
        root = try HDF5Library.locked { try HDF5Object.root(of: file) }
    }

    func attributes(of object: String) throws -> [Attribute] {
        try HDF5Library.locked { try root.descendant(object).attributes() }
    }

    /// The names in a group, `/` for the root.
    func names(in group: String) throws -> [String] {
        try HDF5Library.locked { try root.descendant(group).childNames() }
    }

    func variables() throws -> [StoredVariable] {
        try HDF5Library.locked {
            var found: [StoredVariable] = []
            var visited = 0
            try visit(root, prefix: "", depth: 0, visited: &visited, into: &found)
            return found
        }
    }

    func variable(_ name: String) throws -> StoredVariable {
        try HDF5Library.locked { try describe(try dataset(name), name: name) }
    }

    func axes(of name: String) throws -> [Axis] {
        try HDF5Library.locked { try axes(of: try dataset(name)) }
    }

    /// The groups of the root that hold `data`: the seeds of a PDEBench file.
    func seeds() throws -> [String] {
        try HDF5Library.locked {
            try root.childNames().filter { name in
                let child = try root.descendant(name)
                return child.isGroup ? try child.childNames().contains("data") : false
            }
        }
    }

    func dataset(_ name: String) throws -> HDF5Object {
        let object = try root.descendant(name)
        guard object.isDataset else {
            throw StorageError(
                .wrongType, file: path, object: name, "this is a group, not a dataset",
                help: "it holds: \(try object.childNames().prefix(20).joined(separator: ", "))")
        }
        return object
    }

    /// The numbers of a dataset, or of a range of its first dimension, or of each.
    func values(
        of object: HDF5Object, rows: Range<Int>? = nil, box: [Range<Int>]? = nil, as precision: FieldPrecision?
    ) throws -> FieldValues {
        try object.checkSelfContained()
        var shape = try box?.map(\.count) ?? object.extents().shape
        if let rows, !shape.isEmpty { shape[0] = rows.count }
        let chunk = try object.storage().chunk ?? []
        // Twice for the conversion, three times the chunk for filters and the library's copy.
        let numbers = Tensor<Double>.elementCount(of: shape) ?? .max
        let chunkNumbers = Tensor<Double>.elementCount(of: chunk) ?? .max
        let size = max(try object.elementType().byteCount, 8)
        admit(numbers.saturatingMultiply(2 * size).saturatingAdd(chunkNumbers.saturatingMultiply(3 * size)))
        return try object.values(rows: rows, box: box, as: precision)
    }

    private func axes(of object: HDF5Object) throws -> [Axis] {
        try object.checkSelfContained()
        admit(try object.extents().shape.reduce(0) { $0.saturatingAdd($1.saturatingMultiply(64)) })
        return try object.axes()
    }

    private func visit(
        _ group: HDF5Object, prefix: String, depth: Int, visited: inout Int, into found: inout [StoredVariable]
    ) throws {
        guard depth <= Self.depthLimit else {
            throw StorageError(
                .corrupt, file: path, object: group.path, "groups nest deeper than \(Self.depthLimit), or in a circle")
        }
        for name in try group.childNames() {
            visited += 1
            guard visited <= Self.objectLimit else {
                throw StorageError(.corrupt, file: path, "it holds more than \(Self.objectLimit) objects")
            }
            let child = try group.child(name)
            if child.isDataset {
                found.append(try describe(child, name: prefix + name))
            } else if child.isGroup {
                try visit(child, prefix: prefix + name + "/", depth: depth + 1, visited: &visited, into: &found)
            }
        }
    }

    private func describe(_ object: HDF5Object, name: String) throws -> StoredVariable {
        let isSelfContained = (try? object.checkSelfContained()) != nil
        let (shape, maximum) = isSelfContained ? try object.extents() : ([], [])
        let type = try object.elementType()
        return StoredVariable(
            name: name, shape: shape, maximumShape: maximum,
            dimensions: isSelfContained ? try object.dimensionNames() : [],
            type: isSelfContained ? type.name : "elsewhere", isNumeric: isSelfContained && type.isNumeric,
            isCoordinate: object.isScale, unit: try object.attribute("units")?.text ?? "1",
            longName: try object.attribute("long_name")?.text ?? "", attributes: try object.attributes())
    }
}

// MARK: - Fields

extension OpenedFile {
    /// A field that is ready to be read: all but its numbers.
    struct Source {
        let object: HDF5Object
        var description: FieldDescription
        /// The range of the first dimension; `nil` for all of a dataset.
        var rows: Range<Int>?
        /// A range of each dimension, instead.
        var box: [Range<Int>]?
        /// Of the dataset as it is stored.
        let shape: [Int]
    }

    func field(_ request: FieldRequest) throws -> Field {
        try HDF5Library.locked {
            let source = try source(of: request)
            let values = try values(
                of: source.object, rows: source.rows, box: source.box, as: source.description.precision)
            return try source.description.field(values.reshaped(source.description.axes.map(\.count)))
        }
    }

    /// Finds what a request names, and its axes.
    func source(of request: FieldRequest) throws -> Source {
        let object = try dataset(request.name)
        let type = try object.elementType()
        guard type.isNumeric else {
            throw StorageError(
                .wrongType, file: path, object: object.path, "holds \(type.name) where numbers are needed")
        }
        try object.checkSelfContained()
        let shape = try object.extents().shape
        if case .box(let box) = request.part { return try source(of: request, object, type, box: box, shape: shape) }
        var rows: Range<Int>?
        switch request.part {
        case .all, .box: break
        case .slabs(let range): rows = range
        case .slab(let index):
            guard (0..<(shape.first ?? 0)).contains(index) else {
                throw StorageError(
                    .wrongShape, file: path, object: request.name,
                    "there is no slab \(index): the first dimension has \(shape.first ?? 0)")
            }
            rows = index..<(index + 1)
        }
        if let rows {
            guard let extent = shape.first else {
                throw StorageError(
                    .wrongRank, file: path, object: object.path, "is a single number; it has no slabs")
            }
            guard rows.lowerBound >= 0, rows.upperBound <= extent else {
                throw StorageError(
                    .wrongShape, file: path, object: object.path,
                    "slabs \(rows.lowerBound)..<\(rows.upperBound) are not within its \(extent)")
            }
        }
        let precision = request.precision ?? type.precision
        let count = Tensor<Double>.elementCount(
            of: (rows.map { [$0.count] } ?? Array(shape.prefix(1))) + shape.dropFirst())
        try MemoryLimit.check(count, of: precision.byteCount, file: path, object: object.path, shape: shape)
        var axes =
            try request.axes.map { try self.axes(of: object, called: $0, request.coordinates, path: request.name) }
            ?? axes(of: object)
        switch request.part {
        case .all, .box: break
        case .slab: axes.removeFirst()
        case .slabs(let range): axes[0].coordinates = axes[0].coordinates(in: range)
        }
        return Source(
            object: object,
            description: FieldDescription(
                name: request.name.split(separator: "/").last.map(String.init) ?? request.name, axes: axes,
                unit: try object.attribute("units")?.text ?? "1",
                longName: try object.attribute("long_name")?.text ?? "", precision: precision),
            rows: rows, shape: shape)
    }

    /// A range of each dimension.
    private func source(
        of request: FieldRequest, _ object: HDF5Object, _ type: HDF5Object.ElementType, box: [Range<Int>], shape: [Int]
    ) throws -> Source {
        guard box.count == shape.count, zip(box, shape).allSatisfy({ $0.lowerBound >= 0 && $0.upperBound <= $1 }) else {
            throw StorageError(
                .wrongShape, file: path, object: request.name,
                "\(box) is not within its extents \(ShapeError.text(shape))")
        }
        let precision = request.precision ?? type.precision
        try MemoryLimit.check(
            Tensor<Double>.elementCount(of: box.map(\.count)), of: precision.byteCount, file: path,
            object: object.path, shape: box.map(\.count))
        return Source(
            object: object,
            description: FieldDescription(
                name: request.name, axes: box.enumerated().map { .index("dim_\($0)", count: $1.count, role: .space) },
                unit: "1", longName: "", precision: precision),
            box: box, shape: shape)
    }

    /// The axes of a dataset that does not say what its dimensions are.
    private func axes(
        of object: HDF5Object, called names: [String], _ coordinates: [String: String], path name: String
    ) throws -> [Axis] {
        let shape = try object.extents().shape
        guard shape.count == names.count else {
            throw StorageError(
                .wrongRank, file: path, object: name,
                "has \(shape.count) dimensions (\(ShapeError.text(shape))), but \(names.count) "
                    + "\(names.count == 1 ? "name was" : "names were") given: (\(names.joined(separator: ", ")))",
                help: "name every dimension, slowest first, such as (sample, time, y, x)")
        }
        return try zip(names, shape).map { name, count in
            guard let place = coordinates[name] else {
                return Axis.index(name, count: count, role: HDF5Object.guessedRole(of: name))
            }
            let scale = try dataset(place)
            try scale.checkSelfContained()
            let found = try scale.extents().shape
            guard found.count == 1, found[0] >= count else {
                throw StorageError(
                    .wrongShape, file: path, object: place,
                    "has shape \(ShapeError.text(found)), but dimension '\(name)' needs \(count) coordinates")
            }
            let type = try scale.elementType()
            guard type.isNumeric else {
                throw StorageError(
                    .wrongType, file: path, object: place, "holds \(type.name) where coordinates are needed")
            }
            admit(count.saturatingMultiply(64))
            return try HDF5Object.axis(name, count: count, from: scale)
        }
    }
}

extension Axis {
    /// The coordinates of some of the points.
    fileprivate func coordinates(in range: Range<Int>) -> Coordinates {
        let coordinates = range.map { coordinate(at: $0) }
        if case .uniform(_, let spacing, _) = self.coordinates, let start = coordinates.first {
            return .uniform(first: start, spacing: spacing, count: range.count)
        }
        return .explicit(coordinates)
    }
}

extension Int {
    /// The product of numbers that are not negative, or the largest there is.
    func saturatingMultiply(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }

    /// The sum of numbers that are not negative, or the largest there is.
    func saturatingAdd(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
