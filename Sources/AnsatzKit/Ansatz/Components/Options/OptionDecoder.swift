/// Reads options from settings and gathers everything that is wrong, so that one pass shows all of a file's errors.
public final class OptionDecoder {
    public let registry: Registry
    /// Relative paths in the scenario start here: the scenario file's folder.
    public let baseDirectory: String
    /// What was found wrong so far, in the order of discovery.
    public private(set) var diagnostics: [Diagnostic] = []
    /// Stages whose fields the options read: edges of the graph.
    public private(set) var stageReferences: [StageReference] = []
    /// Files that the options read: their contents are part of the result's key.
    public private(set) var inputFiles: [InputFile] = []
    /// Components chosen so far: their plugins are part of the result's key.
    public private(set) var chosenComponents: [ComponentEntry] = []

    /// Components that stand near what is read: a key that is none of its owner's may be theirs.
    public var neighbours: [ComponentEntry] = []
    /// Places of settings that were read as whole numbers.
    public private(set) var wholeNumbers: Set<SourceLocation> = []

    /// What is being read, for messages: "'dt'", or "each value of 'cells'".
    private var subject: String?
    /// The unit of the option that is being read.
    private(set) var unit: String?

    public init(registry: Registry, baseDirectory: String) {
        self.registry = registry
        self.baseDirectory = baseDirectory
    }

    public func report(_ message: String, at location: SourceLocation?, help: String? = nil) {
        report(Diagnostic(message, at: location, help: help))
    }

    public func report(_ diagnostic: Diagnostic) {
        if !isFull { diagnostics.append(diagnostic) }
    }

    /// Errors beyond this many are not looked for: nobody reads them, and they could take any time.
    public static let errorLimit = 200

    /// Whether there are as many errors as are looked for.
    public var isFull: Bool { diagnostics.count >= Self.errorLimit }

    /// Reports that a setting is not what is needed: "'dt' must be a number, found a list of 2 values".
    public func reportExpected(_ what: String, found setting: Setting, help: String? = nil) {
        let demand = subject.map { "\($0) must be \(what)" } ?? "expected \(what)"
        report("\(demand), found \(setting.kindDescription)", at: setting.location, help: help)
    }

    /// Has messages within `body` name the option that it reads.
    public func reading<Result>(_ option: String, _ body: () -> Result) -> Result {
        describing("'\(option)'", body)
    }

    /// Has messages within `body` speak of the values of a list.
    func readingElements<Result>(_ body: () -> Result) -> Result {
        guard let subject, !subject.hasPrefix("each") else { return body() }
        return describing("each value of \(subject)", body)
    }

    private func describing<Result>(_ phrase: String, _ body: () -> Result) -> Result {
        let outer = subject
        subject = phrase
        defer { subject = outer }
        return body()
    }

    public func note(_ reference: StageReference) { stageReferences.append(reference) }

    public func note(_ file: InputFile) { inputFiles.append(file) }

    public func note(_ entry: ComponentEntry) { chosenComponents.append(entry) }

    /// Notes that what stands at a place must be a whole number.
    public func noteWholeNumber(at location: SourceLocation?) {
        if let location { wholeNumbers.insert(location) }
    }

    /// Reads the options of `owner` ("solver 'sor'") from a mapping; `nil` stands for no options given.
    ///
    /// Unknown keys, wrong types, values out of range and missing required options are all reported.
    public func decode<Root: ComponentOptions>(
        _ type: Root.Type, from setting: Setting?, of owner: String, at place: SourceLocation?
    ) -> (options: Root, tuned: [TunedOption]) {
        var options = Root()
        var requests: [(key: Key<Root>, entry: Setting.Entry)] = []
        let keys = Root.keys
        var given: [String: SourceLocation?] = [:]
        let before = diagnostics.count
        if let setting, setting.entries == nil, setting.text != "" {
            report(
                "the options of \(owner) must be a mapping, found \(setting.kindDescription)", at: setting.location)
            return (options, [])
        }
        for entry in setting?.entries ?? [] {
            given.updateValue(entry.value.location ?? entry.keyLocation, forKey: entry.key)
            if isFull { break }
            guard let key = keys.first(where: { $0.description.name == entry.key }) else {
                reportUnknown(entry, of: owner, among: keys.map(\.description.name), retired: Root.retired)
                continue
            }
            if entry.value["tune"] != nil {
                requests.append((key, entry))
            } else if key.tuning != nil, entry.value.entries != nil {
                report(
                    "'\(entry.key)' must be a number or { tune: ... }, found \(entry.value.kindDescription)",
                    at: entry.value.location,
                    help: Suggestion.help(for: "", among: registry.names(of: .tuner), noun: "tuner"))
            } else {
                unit = key.description.unit
                reading(entry.key) { key.assign(entry.value, &options, self) }
                unit = nil
            }
        }
        for key in keys where given[key.description.name] == nil { key.complete(&options, self) }
        for key in keys where key.description.isRequired && given[key.description.name] == nil {
            let name = key.description.name
            let names = keys.map(\.description.name)
            let isMisspelt = given.keys.contains {
                !names.contains($0) && Suggestion.closest(to: $0, among: names) == name
            }
            if !isMisspelt { reportMissing(key.description, of: owner, at: setting?.location ?? place) }
        }
        // What there is to choose among may follow from the other options.
        let tuned = requests.compactMap { decodeTuned($0.key, options, owner, $0.entry) }
        if diagnostics.count == before {
            for conflict in options.conflicts() {
                report(
                    conflict.message, at: (given[conflict.key] ?? nil) ?? setting?.location ?? place,
                    help: conflict.help)
            }
        }
        return (options, tuned)
    }

    private func reportUnknown(
        _ entry: Setting.Entry, of owner: String, among names: [String], retired: [RetiredKey]
    ) {
        if let old = retired.first(where: { $0.name == entry.key }) {
            return report(old.diagnostic(of: owner, at: entry.keyLocation))
        }
        report(
            "unknown option '\(Setting.shortened(entry.key))' of \(owner)", at: entry.keyLocation,
            help: KeyHome(registry, near: neighbours).help(for: entry.key, among: names, noun: "option"))
    }

    private func reportMissing(_ key: KeyDescription, of owner: String, at place: SourceLocation?) {
        var help = "\(key.type): \(key.help)"
        if case .component(let role) = key.type {
            help += "; " + Suggestion.help(for: "", among: registry.names(of: role), noun: role.name)
        }
        report("\(owner) needs '\(key.name)'", at: place, help: help)
    }

    private func decodeTuned<Root: ComponentOptions>(
        _ key: Key<Root>, _ options: Root, _ owner: String, _ entry: Setting.Entry
    ) -> TunedOption? {
        guard let request = entry.value["tune"] else { return nil }
        guard let tuning = key.tuning, let range = key.description.range else {
            let tunable = Root.keys.filter { $0.description.isTunable }.map { "'\($0.description.name)'" }
            report(
                "'\(entry.key)' of \(owner) can't be tuned", at: entry.value.location,
                help: tunable.isEmpty
                    ? "\(owner) has no tunable options"
                    : "tunable here: \(tunable.joined(separator: ", "))")
            return nil
        }
        let before = diagnostics.count
        for other in entry.value.entries ?? [] where !["tune", "cost"].contains(other.key) {
            report(
                "unknown key '\(other.key)' beside 'tune'", at: other.keyLocation,
                help: "a tuner's options stand below its name: { tune: { name: { ... } } }; beside it only 'cost' may "
                    + "stand")
        }
        let cost = entry.value["cost"].flatMap { setting in
            reading("cost") { TuningCost.decode(setting, with: self) }
        }
        // A tuner with wrong options can't be asked what it would propose.
        guard let choice = ComponentChoice<any Tuner>.decode(request, with: self), diagnostics.count == before else {
            return nil
        }
        let space = tuning.space(options)
        if let proposals = (try? choice.makeUnbound())?.proposalRange(in: space),
            !range.contains(proposals.lowerBound) || !range.contains(proposals.upperBound)
        {
            report(
                "tuner '\(choice.name)' proposes \(proposals.lowerBound) to \(proposals.upperBound), "
                    + "but '\(entry.key)' must be \(range)", at: request.location)
            return nil
        }
        return TunedOption(name: key.description.name, tuner: choice, cost: cost ?? .iterations, space: space)
    }
}

/// A mention of another stage's result in a scenario, which makes an edge of the graph.
public struct StageReference: Hashable, Sendable {
    /// `stage`, or `stage.method`.
    public var path: String
    public var location: SourceLocation?

    public init(path: String, location: SourceLocation?) {
        self.path = path
        self.location = location
    }

    /// The stage of the path.
    public var stage: String { String(path.prefix { $0 != "." }) }

    /// The method of the path; `nil` where it names only a stage.
    public var method: String? { path == stage ? nil : String(path.dropFirst(stage.count + 1)) }

    /// The path of a method: `stage`, or `stage.method` where it has a name.
    public static func path(stage: String, method: String?) -> String { stage + (method.map { ".\($0)" } ?? "") }
}

/// A file that a scenario names as input.
public struct InputFile: Hashable, Sendable {
    /// Absolute, or relative to the working directory: ready to be opened.
    public var path: String
    /// As the scenario has it, which is the same wherever the command was called.
    public var written: String
    public var location: SourceLocation?
    /// The dataset in it that is read; `nil` where the file is used as a whole. It need not be HDF5 then.
    public var dataset: String?
    public var datasetLocation: SourceLocation?
    /// Whether one index of the dataset's first dimension is enough.
    public var isReadAsSlab: Bool

    public init(
        path: String, written: String, location: SourceLocation?, dataset: String? = nil,
        datasetLocation: SourceLocation? = nil, isReadAsSlab: Bool = false
    ) {
        self.path = path
        self.written = written
        self.location = location
        self.dataset = dataset
        self.datasetLocation = datasetLocation
        self.isReadAsSlab = isReadAsSlab
    }
}
