/// What a scenario says of samples; see ``SampleReference``.
struct SampleRequest: Sendable {
    enum Origin: Sendable {
        case file(InputFile)
        case stage(StageReference)
    }

    /// What is taken along an axis.
    enum Place: Hashable, Sendable {
        case first
        case last
        case index(Int)
        case range(Range<Int>)
    }

    /// What is behind a variable's name.
    struct Source: Sendable {
        /// Paths in the file, joined sample after sample; one with `*` stands for all that fit it.
        var datasets: [String]
        var axes: [String]?
        var at: [String: Place] = [:]
        var location: SourceLocation?
    }

    var origin: Origin
    var split: String?
    var samples: Range<Int>?
    var inputs: [String]?
    var outputs: [String]?
    /// By axis; under "" that of all space axes.
    var every: [String: Int] = [:]
    var at: [String: Place] = [:]
    /// In the order of the scenario.
    var variables: [(name: String, source: Source)] = []
    /// Names of dimensions for all variables.
    var axes: [String]?
    var axesOfVariables: [(name: String, axes: [String])] = []
    var coordinates: [String: String] = [:]
    var domain: [String: [Double]] = [:]

    /// The names that the scenario lists, in its order.
    var listedNames: [String] { variables.isEmpty ? axesOfVariables.map(\.name) : variables.map(\.name) }

    /// Inputs and outputs, where these are all variables there are: unless named, the last is the output.
    func roles(among names: [String]) -> (inputs: [String], outputs: [String]) {
        let outputs = outputs ?? names.last { !(inputs ?? []).contains($0) }.map { [$0] } ?? []
        return (inputs ?? names.filter { !outputs.contains($0) }, outputs)
    }

    /// What is behind a name.
    func source(of name: String) -> Source {
        var source = variables.first { $0.name == name }?.source ?? Source(datasets: [name])
        source.axes = source.axes ?? axesOfVariables.first { $0.name == name }?.axes ?? axes
        source.at = at.merging(source.at) { $1 }
        return source
    }

    /// For messages: "stage 'data'", or the file's path.
    var label: String {
        switch origin {
        case .file(let file): "'\(file.written)'"
        case .stage(let reference): "stage '\(reference.path)'"
        }
    }

    var resolved: JSONValue {
        var members: [String: JSONValue] = [:]
        switch origin {
        case .file(let file): members["file"] = .string(file.written)
        case .stage(let reference): members["stage"] = .string(reference.path)
        }
        func list(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
        if let split { members["split"] = .string(split) }
        if let samples { members["samples"] = [.integer(samples.lowerBound), .integer(samples.upperBound)] }
        if let inputs { members["inputs"] = list(inputs) }
        if let outputs { members["outputs"] = list(outputs) }
        if let all = every[""] {
            members["every"] = .integer(all)
        } else if !every.isEmpty {
            members["every"] = .object(every.mapValues { .integer($0) })
        }
        if !at.isEmpty { members["at"] = Self.resolved(at) }
        if !variables.isEmpty {
            let entries = variables.map { name, source in
                var entry: [String: JSONValue] = ["dataset": list(source.datasets)]
                if let axes = source.axes { entry["axes"] = list(axes) }
                if !source.at.isEmpty { entry["at"] = Self.resolved(source.at) }
                return (name, JSONValue.object(entry))
            }
            members["variables"] = .object(Dictionary(entries) { first, _ in first })
        }
        if let axes { members["axes"] = list(axes) }
        if !axesOfVariables.isEmpty {
            members["axes"] = .object(
                Dictionary(axesOfVariables.map { ($0.name, list($0.axes)) }) { first, _ in first })
        }
        if !coordinates.isEmpty { members["coordinates"] = .object(coordinates.mapValues { .string($0) }) }
        if !domain.isEmpty {
            members["domain"] = .object(domain.mapValues { .array($0.map { .number($0) }) })
        }
        return .object(members)
    }

    private static func resolved(_ places: [String: Place]) -> JSONValue {
        .object(
            places.mapValues { place in
                switch place {
                case .first: "first"
                case .last: "last"
                case .index(let index): .integer(index)
                case .range(let range): [.integer(range.lowerBound), .integer(range.upperBound)]
                }
            })
    }
}
