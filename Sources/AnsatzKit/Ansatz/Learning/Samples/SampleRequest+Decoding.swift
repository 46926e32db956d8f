extension SampleRequest {
    private static let stageKeys = ["stage", "split", "samples", "inputs", "outputs", "every", "at"]
    private static let fileKeys = [
        "file", "split", "samples", "inputs", "outputs", "every", "at", "variables", "axes", "coordinates", "domain",
    ]

    static func decode(_ setting: Setting, with decoder: OptionDecoder) -> SampleRequest? {
        if let text = setting.text { return decode(name: text, setting, decoder) }
        guard setting.entries != nil else {
            decoder.reportExpected(
                "samples", found: setting, help: "write a stage and part, such as data.train, or { file: data.h5 }")
            return nil
        }
        let before = decoder.diagnostics.count
        let isStage = setting["stage"] != nil || setting["file"] == nil && setting["axes"] == nil
        let allowed = isStage ? stageKeys : fileKeys
        let place = isStage ? "stage" : "file"
        for entry in setting.entries ?? [] where !allowed.contains(entry.key) {
            decoder.report(
                "unknown key '\(Setting.shortened(entry.key))' of samples from a \(place)", at: entry.keyLocation,
                help: Suggestion.help(for: entry.key, among: allowed, noun: "key"))
        }
        guard let named = setting[place] else {
            if decoder.diagnostics.count == before {
                decoder.report(
                    "samples need 'stage' or 'file'", at: setting.location,
                    help: "write { stage: data, split: train } or { file: data.h5 }")
            }
            return nil
        }
        guard let path = decoder.reading(place, { String.decode(named, with: decoder) }) else { return nil }
        var request: SampleRequest
        if isStage {
            request = SampleRequest(origin: .stage(StageReference(path: path, location: named.location)))
        } else {
            let file = InputFile(
                path: path.hasPrefix("/") ? path : decoder.baseDirectory + "/" + path, written: path,
                location: named.location)
            request = SampleRequest(origin: .file(file))
        }
        request.decodeParts(setting, decoder)
        request.decodeDatasets(setting, decoder)
        guard decoder.diagnostics.count == before else { return nil }
        let names = request.listedNames
        if !names.isEmpty { (request.inputs, request.outputs) = request.roles(among: names) }
        request.note(setting, decoder)
        return request
    }

    /// `data` or `data.train`; with the name of a method, `data.smooth.train`.
    private static func decode(name: String, _ setting: Setting, _ decoder: OptionDecoder) -> SampleRequest? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let isFile = name.contains("/") || ["h5", "hdf5", "nc", "mat"].contains(parts.last?.lowercased())
        guard !name.isEmpty, !isFile, parts.count <= 3, !parts.contains("") else {
            decoder.report(
                isFile
                    ? "'\(Setting.shortened(name))' looks like a file"
                    : "expected the name of a stage with samples, "
                        + "found \(setting.kindDescription)",
                at: setting.location,
                help: isFile
                    ? "write { file: \(Setting.shortened(name)) }"
                    : "write a stage and a part of its split, such as data.train")
            return nil
        }
        let path = parts.count < 2 ? name : parts.dropLast().joined(separator: ".")
        let reference = StageReference(path: path, location: setting.location)
        decoder.note(reference)
        return SampleRequest(origin: .stage(reference), split: parts.count < 2 ? nil : parts.last)
    }

    private mutating func decodeParts(_ setting: Setting, _ decoder: OptionDecoder) {
        if let value = setting["split"] { split = decoder.reading("split") { String.decode(value, with: decoder) } }
        if let value = setting["samples"] { samples = decoder.reading("samples") { Self.range(value, decoder) } }
        if let value = setting["inputs"] { inputs = decoder.reading("inputs") { Self.names(value, decoder) } }
        if let value = setting["outputs"] { outputs = decoder.reading("outputs") { Self.names(value, decoder) } }
        if let value = setting["every"] {
            decoder.reading("every") {
                if let entries = value.entries {
                    for entry in entries { every[entry.key] = Self.step(entry.value, decoder) }
                } else {
                    every[""] = Self.step(value, decoder)
                }
            }
        }
        if let value = setting["at"] { at = decoder.reading("at") { Self.places(value, decoder) } }
    }

    private mutating func decodeDatasets(_ setting: Setting, _ decoder: OptionDecoder) {
        if let value = setting["variables"] {
            decoder.reading("variables") {
                guard let entries = value.entries else {
                    return decoder.reportExpected(
                        "a mapping of names to datasets", found: value, help: "write { a: /run/coefficient }")
                }
                for entry in entries {
                    guard let source = Self.source(entry.value, decoder) else { continue }
                    variables.append((entry.key, source))
                }
            }
        }
        if let value = setting["axes"] {
            decoder.reading("axes") {
                if let entries = value.entries {
                    for entry in entries {
                        guard let names = Self.names(entry.value, decoder) else { continue }
                        axesOfVariables.append((entry.key, names))
                    }
                } else {
                    axes = Self.names(value, decoder)
                }
            }
        }
        if let value = setting["coordinates"] {
            decoder.reading("coordinates") {
                guard let entries = value.entries else {
                    return decoder.reportExpected(
                        "a mapping of axes to datasets", found: value, help: "write { x: /grid/x, y: /grid/y }")
                }
                for entry in entries { coordinates[entry.key] = String.decode(entry.value, with: decoder) }
            }
        }
        if let value = setting["domain"] {
            decoder.reading("domain") {
                for entry in value.entries ?? [] {
                    let ends = [Double].decode(entry.value, with: decoder) ?? []
                    if ends.count == 2, ends[0] < ends[1] {
                        domain[entry.key] = ends
                    } else {
                        decoder.report(
                            "'\(entry.key)' must have its first and last coordinate, growing", at: entry.value.location,
                            help: "write { x: [0, 1] }")
                    }
                }
                if value.entries == nil {
                    decoder.reportExpected(
                        "a mapping of axes to their first and last coordinate", found: value,
                        help: "write { x: [0, 1] }")
                }
            }
        }
    }

    private static func source(_ setting: Setting, _ decoder: OptionDecoder) -> Source? {
        if setting.entries == nil {
            return names(setting, decoder).map { Source(datasets: $0, location: setting.location) }
        }
        let allowed = ["dataset", "axes", "at"]
        for entry in setting.entries ?? [] where !allowed.contains(entry.key) {
            decoder.report(
                "unknown key '\(Setting.shortened(entry.key))' of a variable", at: entry.keyLocation,
                help: Suggestion.help(for: entry.key, among: allowed, noun: "key"))
        }
        guard let dataset = setting["dataset"] else {
            decoder.report("a variable needs 'dataset'", at: setting.location, help: "write { dataset: /run/u }")
            return nil
        }
        guard let datasets = names(dataset, decoder) else { return nil }
        var source = Source(datasets: datasets, location: dataset.location)
        if let value = setting["axes"] { source.axes = names(value, decoder) }
        if let value = setting["at"] { source.at = places(value, decoder) }
        return source
    }

    /// One name or several.
    private static func names(_ setting: Setting, _ decoder: OptionDecoder) -> [String]? {
        let names: [String]?
        if setting.items != nil {
            names = [String].decode(setting, with: decoder)
        } else {
            names = String.decode(setting, with: decoder).map { [$0] }
        }
        guard let names else { return nil }
        guard !names.isEmpty, !names.contains("") else {
            decoder.reportExpected("one name or several", found: setting)
            return nil
        }
        if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
            decoder.report("'\(Setting.shortened(names[twice]))' is there twice", at: setting.location)
            return nil
        }
        return names
    }

    private static func step(_ setting: Setting, _ decoder: OptionDecoder) -> Int? {
        guard let step = Int.decode(setting, with: decoder) else { return nil }
        if step >= 1 { return step }
        decoder.reportExpected("a whole number of at least 1", found: setting)
        return nil
    }

    private static func range(_ setting: Setting, _ decoder: OptionDecoder) -> Range<Int>? {
        let ends = setting.items == nil ? nil : [Int].decode(setting, with: decoder)
        if let ends, ends.count == 2, ends[0] >= 0, ends[0] < ends[1] { return ends[0]..<ends[1] }
        if ends != nil || setting.items == nil {
            decoder.reportExpected(
                "a range, its first and one past its last number", found: setting,
                help: "write [0, 500] for the first 500")
        }
        return nil
    }

    private static func places(_ setting: Setting, _ decoder: OptionDecoder) -> [String: Place] {
        guard let entries = setting.entries else {
            decoder.reportExpected(
                "a mapping of axes to places", found: setting, help: "write { time: last } or { time: [0, 10] }")
            return [:]
        }
        var places: [String: Place] = [:]
        for entry in entries {
            switch entry.value.text {
            case "first": places[entry.key] = .first
            case "last": places[entry.key] = .last
            case let text?:
                if let index = Int(text), index >= 0 {
                    places[entry.key] = .index(index)
                } else {
                    decoder.report(
                        "'\(Setting.shortened(entry.key))' must be 'first', 'last', an index from 0 or a range, found "
                            + entry.value.kindDescription, at: entry.value.location)
                }
            case nil: places[entry.key] = range(entry.value, decoder).map { .range($0) }
            }
        }
        return places
    }

    /// Tells the decoder what is read.
    private func note(_ setting: Setting, _ decoder: OptionDecoder) {
        switch origin {
        case .stage(let reference): decoder.note(reference)
        case .file(var file):
            let names = (inputs ?? []) + (outputs ?? [])
            let known = names.map(source) + (names.isEmpty ? variables.map(\.source) : [])
            let datasets = known.flatMap { source in source.datasets.map { ($0, source.location) } }
                .filter { !$0.0.contains("*") }
            // The file counts even where its datasets are not known yet.
            if datasets.isEmpty { decoder.note(file) }
            for (dataset, location) in datasets {
                file.dataset = dataset
                file.datasetLocation =
                    location ?? setting["outputs"]?.location ?? setting["inputs"]?.location ?? setting.location
                file.isReadAsSlab = true
                decoder.note(file)
            }
        }
    }
}
