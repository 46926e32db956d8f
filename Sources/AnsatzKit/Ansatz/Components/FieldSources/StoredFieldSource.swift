/// A dataset that a scenario names as data: in an HDF5 file, or in the result of another stage.
struct StoredFieldSource: Sendable {
    enum Origin: Sendable {
        case file(InputFile)
        case stage(StageReference)
    }

    enum TimeChoice: Hashable, Sendable {
        /// A series is followed in time, other data holds at all times.
        case follow
        case first
        case last
        case index(Int)
    }

    var origin: Origin
    var dataset: String
    /// Names of the dimensions, where the file doesn't say them.
    var axes: [String]?
    /// Paths of coordinate datasets by dimension.
    var coordinates: [String: String] = [:]
    var time = TimeChoice.follow

    /// A reader of the file: results of stages are our own.
    func reader(_ run: RunContext) throws -> DatasetReader {
        switch origin {
        case .file(let file): try run.reader(of: file.path)
        case .stage(let reference): try DatasetReader(path: try run.resultFile(of: reference))
        }
    }

    var resolved: JSONValue {
        var members: [String: JSONValue] = [:]
        switch origin {
        case .file(let file):
            members["file"] = .string(file.written)
            members["dataset"] = .string(dataset)
        case .stage(let reference):
            members["stage"] = .string(reference.path)
            members["field"] = .string(dataset)
        }
        if let axes { members["axes"] = .array(axes.map { .string($0) }) }
        if !coordinates.isEmpty { members["coordinates"] = .object(coordinates.mapValues { .string($0) }) }
        switch time {
        case .follow: break
        case .first: members["time"] = "first"
        case .last: members["time"] = "last"
        case .index(let index): members["time"] = .integer(index)
        }
        return .object(members)
    }

    static func decode(_ setting: Setting, with decoder: OptionDecoder) -> StoredFieldSource? {
        let before = decoder.diagnostics.count
        let isStage = setting["stage"] != nil
        let allowed = isStage ? ["stage", "field", "time"] : ["file", "dataset", "axes", "coordinates", "time"]
        for entry in setting.entries ?? [] where !allowed.contains(entry.key) {
            decoder.report(
                "unknown key '\(entry.key)' of a \(isStage ? "stage field" : "dataset")", at: entry.keyLocation,
                help: Suggestion.help(for: entry.key, among: allowed, noun: "key"))
        }
        func text(_ key: String) -> String? {
            guard let value = setting[key] else {
                let isMisspelt = (setting.entries ?? []).contains {
                    !allowed.contains($0.key) && Suggestion.closest(to: $0.key, among: allowed) == key
                }
                if !isMisspelt {
                    decoder.report(
                        "a \(isStage ? "stage field" : "dataset") needs '\(key)'", at: setting.location,
                        help: isStage ? "write { stage: run, field: T }" : "write { file: data.h5, dataset: T }")
                }
                return nil
            }
            return decoder.reading(key) { String.decode(value, with: decoder) }
        }
        let path = text(isStage ? "stage" : "file")
        let dataset = text(isStage ? "field" : "dataset")
        let axes = setting["axes"].flatMap { value in
            decoder.reading("axes") { [String].decode(value, with: decoder) }
        }
        let coordinates = decodeCoordinates(setting["coordinates"], with: decoder)
        let time = decodeTime(setting["time"], with: decoder)
        guard let path, let dataset, let time, decoder.diagnostics.count == before else { return nil }
        let origin: Origin
        if isStage {
            let reference = StageReference(path: path, location: setting["stage"]?.location)
            decoder.note(reference)
            origin = .stage(reference)
        } else {
            let file = InputFile(
                path: path.hasPrefix("/") ? path : decoder.baseDirectory + "/" + path,
                written: path, location: setting["file"]?.location, dataset: dataset,
                datasetLocation: setting["dataset"]?.location, isReadAsSlab: axes == nil && time != .follow)
            decoder.note(file)
            origin = .file(file)
        }
        return StoredFieldSource(origin: origin, dataset: dataset, axes: axes, coordinates: coordinates, time: time)
    }

    private static func decodeCoordinates(_ setting: Setting?, with decoder: OptionDecoder) -> [String: String] {
        guard let setting else { return [:] }
        var coordinates: [String: String] = [:]
        decoder.reading("coordinates") {
            guard let entries = setting.entries else {
                return decoder.reportExpected(
                    "a mapping of axes to datasets", found: setting, help: "write { x: /grid/x, y: /grid/y }")
            }
            for entry in entries { coordinates[entry.key] = String.decode(entry.value, with: decoder) }
        }
        return coordinates
    }

    private static func decodeTime(_ setting: Setting?, with decoder: OptionDecoder) -> TimeChoice? {
        guard let setting else { return .follow }
        switch setting.text {
        case "first": return .first
        case "last": return .last
        default:
            if let text = setting.text, let index = Int(text), index >= 0 { return .index(index) }
            decoder.report(
                "'time' must be 'first', 'last' or an index from 0, found \(setting.kindDescription)",
                at: setting.location)
            return nil
        }
    }
}
