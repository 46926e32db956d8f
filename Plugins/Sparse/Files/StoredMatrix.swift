import Ansatz

/// A sparse matrix in an HDF5 file, as scipy's users and anndata store them: a group with `data`, `indices`, `indptr`, and
/// the shape as an attribute `shape` (or `h5sparse_shape`) or a dataset `shape`; without any, it follows from the indices.
///
/// Rows are compressed, or columns where the group's `encoding-type`, `h5sparse_format` or `format` says `csc`.
struct StoredMatrix {
    private let reader: DatasetReader
    private let file: FilePath
    private let group: String

    init(_ file: FilePath, group: String, _ reader: DatasetReader) {
        self.reader = reader
        self.file = file
        self.group = group
    }

    private func path(_ name: String) -> String { group == "/" ? name : "\(group)/\(name)" }

    private func failure(_ message: String, help: String? = nil) -> ComputationError {
        .badInput("'\(file.written)', group '\(group)': \(message)", help: help)
    }

    /// Rows and entries, without reading the entries.
    func size() throws -> (rows: Int, entries: Int) {
        let entries = try length("data")
        let rows = try length("indptr") - 1
        guard rows >= 0 else {
            throw failure("'indptr' is empty", help: "it holds one number more than there are rows")
        }
        return (rows, entries)
    }

    private func length(_ name: String) throws -> Int {
        let variable = try variable(name)
        guard variable.shape.count == 1, variable.isNumeric else {
            throw failure("'\(name)' must be a list of numbers", help: "write a matrix in CSR form")
        }
        return variable.shape[0]
    }

    private func variable(_ name: String) throws -> StoredVariable {
        do {
            return try reader.variable(path(name))
        } catch let error as StorageError where error.reason == .missingObject {
            let names = (try? reader.variables().map(\.name)) ?? []
            let others = Set(names.filter { $0.hasSuffix("indptr") }.map { String($0.dropLast("indptr".count)) })
            throw failure(
                "there is no '\(name)'",
                help: others.isEmpty
                    ? "a matrix needs the datasets data, indices and indptr"
                    : "name its group: "
                        + others.sorted().map { "group: /\($0.drop { $0 == "/" })" }
                        .map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }.joined(separator: ", or "))
        }
    }

    /// The matrix; entries at the same place are summed.
    func matrix(_ run: RunContext) throws -> SparseMatrix {
        let attributes = (try? reader.attributes(of: group)) ?? []
        let (lines, entries) = try size()
        guard try length("indices") == entries else {
            throw failure("'data' and 'indices' differ in length", help: "write a matrix in CSR form")
        }
        let starts = try whole("indptr")
        let indices = try whole("indices")
        let values = try reader.read(path("data"), as: .float64).doubles
        if let bad = values.withBuffer({ values in values.firstIndex { !$0.isFinite } }) {
            throw failure("element \(bad) of 'data' is not finite")
        }
        let isByColumn = ["encoding-type", "h5sparse_format", "format"].contains { name in
            attributes.first { $0.name == name }?.value.text?.hasPrefix("csc") ?? false
        }
        let widest = (indices.max() ?? -1) + 1
        let shape =
            try declaredShape(attributes) ?? (isByColumn ? [max(widest, lines), lines] : [lines, max(widest, lines)])
        try requireSquare(shape[0], shape[1]) { failure($0, help: $1) }
        guard lines == (isByColumn ? shape[1] : shape[0]) else {
            throw failure("'indptr' has \(lines + 1) numbers, the shape is \(shape[0]) x \(shape[1])")
        }
        guard shape[0] < Int(Int32.max) else { throw failure("\(shape[0]) rows are more than indices can count") }
        guard starts.first == 0, starts.last == entries else {
            throw failure("'indptr' must go from 0 to the number of entries, \(entries)")
        }
        let list = TripletList(capacity: entries)
        try values.withBuffer { values in
            for line in 0..<lines {
                guard starts[line] <= starts[line + 1], starts[line + 1] <= entries else {
                    throw failure("'indptr' falls at element \(line + 1)")
                }
                for position in starts[line]..<starts[line + 1] {
                    let index = indices[position]
                    guard index >= 0, index < shape[0] else {
                        throw failure(
                            "element \(position) of 'indices' is \(index), outside 0...\(shape[0] - 1)")
                    }
                    list.append(isByColumn ? index : line, isByColumn ? line : index, values[position])
                }
                if line & 0xFFF == 0 { try run.checkCancellation() }
            }
        }
        return try list.assembled(rows: shape[0], columns: shape[1])
    }

    private func declaredShape(_ attributes: [Attribute]) throws -> [Int]? {
        var numbers: [Double]?
        if let value = attributes.first(where: { $0.name == "shape" || $0.name == "h5sparse_shape" })?.value {
            guard case .list(let items) = value else { throw failure("the attribute 'shape' must be two numbers") }
            numbers = items.compactMap(\.number)
        } else if try reader.variables().contains(where: { $0.name == path("shape").drop { $0 == "/" } }) {
            guard try length("shape") == 2 else { throw failure("the dataset 'shape' must hold two numbers") }
            numbers = try reader.read(path("shape"), as: .float64).doubles.elements
        }
        guard let numbers else { return nil }
        let shape = numbers.compactMap { Int(exactly: $0) }.filter { $0 >= 0 }
        guard shape.count == 2, numbers.count == 2 else { throw failure("the shape must be two whole numbers") }
        return shape
    }

    private func whole(_ name: String) throws -> [Int] {
        _ = try length(name)
        let values = try reader.read(path(name), as: .float64).doubles
        return try values.withBuffer { values in
            try values.enumerated().map { index, value in
                guard let whole = Int(exactly: value) else {
                    throw failure("element \(index) of '\(name)' is \(value), no whole number")
                }
                return whole
            }
        }
    }
}
