/// The axes of datasets in one file: as the scenario names them, as the file says, or as PDEBench has them.
struct SampleLayouts {
    private let request: SampleRequest
    private let reader: DatasetReader
    /// The coordinates that the root has by PDEBench's names: `x-coordinate`.
    private let coordinates: Set<String>

    init(_ request: SampleRequest, _ reader: DatasetReader) throws {
        self.request = request
        self.reader = reader
        coordinates = Set(try reader.names(in: "/").filter { $0.hasSuffix("-coordinate") })
    }

    /// The axes of a dataset, slowest first; at most one has the role of samples.
    ///
    /// - Parameters:
    ///   - names: of the dimensions, where the scenario says them.
    func axes(of dataset: String, named names: [String]?) throws -> [Axis] {
        let variable = try reader.variable(dataset)
        guard variable.isNumeric else {
            throw StorageError(
                .wrongType, file: reader.path, object: dataset, "holds \(variable.type) where numbers are needed")
        }
        let axes = try names.map { try self.axes(variable, called: $0) } ?? known(variable)
        if axes.count(where: { $0.role == .sample }) > 1 {
            throw ComputationError.badInput(
                "\(request.label): '\(dataset)' has several axes of samples: (\(axes.map(\.name).joined(separator: ", ")))",
                help: "name them under 'axes', one of them 'sample'")
        }
        return axes
    }

    /// Whether a dataset lies as PDEBench has them.
    func isPDEBench(_ dataset: String) -> Bool { !coordinates.isEmpty || dataset.hasSuffix("/data") }

    private func known(_ variable: StoredVariable) throws -> [Axis] {
        if variable.name.contains("/"), let axes = try seedAxes(variable) { return axes }
        if !coordinates.isEmpty, let axes = try mergedAxes(variable) { return axes }
        let axes = try reader.axes(of: variable.name)
        if axes.allSatisfy({ $0.name.hasPrefix("dim_") }), !axes.isEmpty {
            throw ComputationError.badInput(
                "\(request.label) does not say what the \(axes.count) dimensions (\(ShapeError.text(variable.shape))) of "
                    + "'\(variable.name)' are",
                help: "name them under 'axes', slowest first, such as { \(variable.name): [sample, y, x] }")
        }
        return axes.map(completed)
    }

    private func axes(_ variable: StoredVariable, called names: [String]) throws -> [Axis] {
        guard names.count == variable.shape.count else {
            throw ComputationError.badInput(
                "\(request.label): '\(variable.name)' has \(variable.shape.count) dimensions "
                    + "(\(ShapeError.text(variable.shape))), but \(names.count) "
                    + "\(names.count == 1 ? "name was" : "names were") given: (\(names.joined(separator: ", ")))",
                help: "name every dimension, slowest first, such as [sample, y, x]")
        }
        return try zip(names, variable.shape).map { name, count in
            let path =
                request.coordinates[name]
                ?? (coordinates.contains("\(name)-coordinate") ? "\(name)-coordinate" : nil)
            guard let path else {
                return completed(.index(name, count: count, role: HDF5Object.guessedRole(of: name)))
            }
            return try axis(name, count: count, coordinatesAt: path)
        }
    }

    /// An axis with the coordinates that a dataset holds; one with more gives its first.
    private func axis(_ name: String, count: Int, coordinatesAt path: String) throws -> Axis {
        let field = try reader.read(path, as: .float64)
        guard field.shape.count == 1, field.count >= count else {
            throw ComputationError.badInput(
                "\(request.label): '\(path)' has shape \(ShapeError.text(field.shape)), but dimension '\(name)' needs "
                    + "\(count) coordinates", help: nil)
        }
        let values = Array(field.doubles.elements.prefix(count))
        return Axis(
            name, Axis.coordinates(from: values), unit: field.unit, longName: field.longName,
            role: HDF5Object.guessedRole(of: name))
    }

    /// With the coordinates that the scenario gives, where it does.
    private func completed(_ axis: Axis) -> Axis {
        guard let ends = request.domain[axis.name], ends.count == 2 else { return axis }
        var axis = axis
        let spacing = axis.count > 1 ? (ends[1] - ends[0]) / Double(axis.count - 1) : ends[1] - ends[0]
        axis.coordinates = .uniform(first: ends[0], spacing: spacing, count: axis.count)
        return axis
    }

    /// PDEBench's merged files: (sample, time, x[, y][, channel]).
    private func mergedAxes(_ variable: StoredVariable) throws -> [Axis]? {
        let space = ["x", "y", "z"].filter { coordinates.contains("\($0)-coordinate") }
        let layouts = [
            ["sample"] + space, ["sample", "time"] + space, ["sample", "time"] + space + ["component"],
        ]
        guard let names = layouts.first(where: { $0.count == variable.shape.count }) else { return nil }
        return try zip(names, variable.shape).map { name, count in
            let path = name == "time" ? "t-coordinate" : "\(name)-coordinate"
            return coordinates.contains(path)
                ? try axis(name, count: count, coordinatesAt: path)
                : .index(name, count: count, role: HDF5Object.guessedRole(of: name))
        }
    }

    /// PDEBench's groups, a run each: `<seed>/data` (time, x[, y], channel) beside `<seed>/grid/x`.
    private func seedAxes(_ variable: StoredVariable) throws -> [Axis]? {
        let group = variable.name.split(separator: "/").dropLast().joined(separator: "/")
        guard try reader.names(in: group).contains("grid") else { return nil }
        let present = try reader.names(in: group + "/grid")
        let space = ["x", "y", "z"].filter(present.contains)
        let layouts = [["time"] + space, ["time"] + space + ["component"]]
        guard let names = layouts.first(where: { $0.count == variable.shape.count }) else { return nil }
        return try zip(names, variable.shape).map { name, count in
            let short = name == "time" ? "t" : name
            return present.contains(short)
                ? try axis(name, count: count, coordinatesAt: "\(group)/grid/\(short)")
                : .index(name, count: count, role: HDF5Object.guessedRole(of: name))
        }
    }
}
