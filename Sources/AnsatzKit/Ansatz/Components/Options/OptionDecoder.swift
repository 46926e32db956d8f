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

    public init(registry: Registry, baseDirectory: String) {
        self.registry = registry
        self.baseDirectory = baseDirectory
    }

    public func report(_ message: String, at location: SourceLocation?, help: String? = nil) {
        diagnostics.append(Diagnostic(message, at: location, help: help))
    }

    public func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    public func note(_ reference: StageReference) { stageReferences.append(reference) }

    public func note(_ file: InputFile) { inputFiles.append(file) }

    public func note(_ entry: ComponentEntry) { chosenComponents.append(entry) }

    /// Reads the options of `owner` ("solver 'sor'") from a mapping; `nil` stands for no options given.
    ///
    /// Unknown keys, wrong types, values out of range and missing required options are all reported.
    public func decode<Root: ComponentOptions>(
        _ type: Root.Type, from setting: Setting?, of owner: String, at place: SourceLocation?
    ) -> (options: Root, tuned: [TunedOption]) {
        var options = Root()
        var tuned: [TunedOption] = []
        let keys = Root.keys
        var given: [String: SourceLocation?] = [:]
        if let setting, setting.entries == nil, setting.text != "" {
            report(
                "the options of \(owner) must be a mapping, found \(setting.kindDescription)", at: setting.location)
            return (options, tuned)
        }
        for entry in setting?.entries ?? [] {
            given.updateValue(entry.value.location ?? entry.keyLocation, forKey: entry.key)
            guard let key = keys.first(where: { $0.description.name == entry.key }) else {
                report(
                    "unknown option '\(entry.key)' of \(owner)", at: entry.keyLocation,
                    help: Suggestion.help(for: entry.key, among: keys.map(\.description.name), noun: "option"))
                continue
            }
            if let request = entry.value["tune"], entry.value.entries?.count == 1 {
                if let option = decodeTuned(key, request, owner, entry) { tuned.append(option) }
            } else {
                key.assign(entry.value, &options, self)
            }
        }
        for key in keys where key.description.isRequired && given[key.description.name] == nil {
            report(
                "\(owner) needs '\(key.description.name)'", at: setting?.location ?? place,
                help: "\(key.description.type): \(key.description.help)")
        }
        if diagnostics.isEmpty {
            for conflict in options.conflicts() {
                report(
                    conflict.message, at: (given[conflict.key] ?? nil) ?? setting?.location ?? place,
                    help: conflict.help)
            }
        }
        return (options, tuned)
    }

    private func decodeTuned<Root: ComponentOptions>(
        _ key: Key<Root>, _ request: Setting, _ owner: String, _ entry: Setting.Entry
    ) -> TunedOption? {
        guard key.tune != nil, let range = key.description.range else {
            let tunable = Root.keys.filter { $0.description.isTunable }.map { "'\($0.description.name)'" }
            report(
                "'\(entry.key)' of \(owner) can't be tuned", at: entry.value.location,
                help: tunable.isEmpty ? "\(owner) has no tunable options"
                    : "tunable here: \(tunable.joined(separator: ", "))")
            return nil
        }
        guard let choice = ComponentChoice<any Tuner>.decode(request, with: self) else { return nil }
        if let proposals = (try? choice.makeUnbound())?.proposalRange,
            !range.contains(proposals.lowerBound) || !range.contains(proposals.upperBound)
        {
            report(
                "tuner '\(choice.name)' proposes \(proposals.lowerBound) to \(proposals.upperBound), "
                    + "but '\(entry.key)' must be \(range)", at: request.location)
            return nil
        }
        return TunedOption(name: key.description.name, tuner: choice)
    }
}

/// An option whose value a tuner chooses while the component works.
public struct TunedOption: Sendable {
    public var name: String
    public var tuner: ComponentChoice<any Tuner>
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
}

/// A file that a scenario names as input.
public struct InputFile: Hashable, Sendable {
    /// Absolute, or relative to the working directory: ready to be opened.
    public var path: String
    /// As the scenario has it, which is the same wherever the command was called.
    public var written: String
    public var location: SourceLocation?

    public init(path: String, written: String, location: SourceLocation?) {
        self.path = path
        self.written = written
        self.location = location
    }
}
