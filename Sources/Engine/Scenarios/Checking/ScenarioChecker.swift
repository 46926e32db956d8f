public import Ansatz

/// Checks a scenario's meaning against the registry: every error of the file in one pass.
public struct ScenarioChecker {
    private let registry: Registry
    private let baseDirectory: String

    public init(registry: Registry, baseDirectory: String) {
        self.registry = registry
        self.baseDirectory = baseDirectory
    }

    /// Reads and checks a scenario file.
    ///
    /// - Parameter folder: where relative paths start, for a copy that a sweep made, whose key `sweep` is left out;
    ///   `nil` is the file's folder.
    /// - Throws: all errors of the file.
    public static func check(
        path: String, overrides: [String] = [], registry: Registry, relativeTo folder: String? = nil
    ) throws(Diagnostics) -> Scenario {
        let tree = try ScenarioTree.readKeepingErrors(
            path: path, overrides: overrides, sweep: folder == nil ? SweepArguments() : nil)
        return try ScenarioChecker(registry: registry, baseDirectory: folder ?? Self.folder(of: path)).check(tree)
    }

    /// The folder that a file is in.
    static func folder(of path: String) -> String {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return folder.isEmpty ? "/" : folder
    }

    func check(_ tree: ScenarioTree) throws(Diagnostics) -> Scenario {
        let findings = examine(tree)
        if !findings.diagnostics.isEmpty { throw Diagnostics(findings.diagnostics) }
        return findings.scenario
    }

    /// What a scenario means, as far as that can be said, and all that is wrong with it.
    struct Findings {
        /// Not to be used where there are errors.
        var scenario: Scenario
        var diagnostics: [Diagnostic]
        /// Places of what must be whole numbers.
        var wholeNumbers: Set<SourceLocation>
        /// The axes of the sweep that can be understood, whatever else is wrong with it.
        var sweepAxes: [SweepAxis]
    }

    func examine(_ tree: ScenarioTree) -> Findings {
        let decoder = OptionDecoder(registry: registry, baseDirectory: baseDirectory)
        let reader = SettingReader(tree.root, of: "the scenario", decoder)
        reader.allow(ScenarioFormat.keys.names)
        let name = reader.isMisspelt("name") ? "" : readName(tree, decoder)
        let seed = readSeed(tree, decoder)
        let description = tree.root["description"].flatMap { text in
            decoder.reading("description") { String.decode(text, with: decoder) }
        }
        var stages: [StageDefinition] = []
        if let entries = tree.root["stages"]?.entries, !entries.isEmpty {
            let limits = ScenarioLimits(decoder)
            if limits.check(stages: entries) {
                var outlines = entries.map { entry in
                    StageChecker(registry: registry, baseDirectory: baseDirectory, report: decoder).check(entry)
                }
                EvaluationResolver(decoder).resolve(&outlines)
                stages = StageGraph(outlines, decoder).ordered
                MetricChecker(decoder).check(stages)
            }
        } else if !reader.isMisspelt("stages") {
            let found = tree.root["stages"]
            decoder.report(
                found.map { "'stages' must be a mapping of names to stages, found \($0.kindDescription)" }
                    ?? "the scenario has no 'stages'",
                at: found?.location ?? tree.root.location, help: "write `stages: { run: { integrate: heat, ... } }`")
        }
        let sweep = tree.root["sweep"].map { SweepSectionChecker(tree, decoder).check($0) }
        return Findings(
            scenario: Scenario(
                name: name, description: description, seed: seed, stages: stages, sweep: sweep?.definition,
                tree: tree),
            diagnostics: tree.errors + tree.explained(decoder.diagnostics), wholeNumbers: decoder.wholeNumbers,
            sweepAxes: sweep?.axes ?? [])
    }

    private func readName(_ tree: ScenarioTree, _ decoder: OptionDecoder) -> String {
        guard let setting = tree.root["name"] else {
            decoder.report(
                "the scenario needs a 'name'", at: tree.root.location, help: "its results go to runs/<name>/")
            return ""
        }
        guard let name = decoder.reading("name", { String.decode(setting, with: decoder) }) else { return "" }
        if !Registry.isAllowed(name) {
            decoder.report(
                "the name '\(name)' is not allowed", at: setting.location,
                help: "use 1 to 64 of a-z, 0-9, '_' and '-'")
        }
        return name
    }

    private func readSeed(_ tree: ScenarioTree, _ decoder: OptionDecoder) -> UInt64 {
        guard let setting = tree.root["seed"] else { return 0 }
        if let text = setting.text, let seed = UInt64(text.replacing("_", with: "")) { return seed }
        decoder.report(
            "'seed' must be a whole number from 0 to \(UInt64.max), found \(setting.kindDescription)",
            at: setting.location)
        return 0
    }
}

/// Reads the keys of one mapping and reports those that it should not have.
struct SettingReader {
    let setting: Setting
    let owner: String
    let decoder: OptionDecoder
    let neighbours: [ComponentEntry]

    /// - Parameter neighbours: components that stand near it, whose options may have got here.
    init(_ setting: Setting, of owner: String, _ decoder: OptionDecoder, near neighbours: [ComponentEntry] = []) {
        self.setting = setting
        self.owner = owner
        self.decoder = decoder
        self.neighbours = neighbours
    }

    /// Reports keys outside `names`.
    ///
    /// - Returns: whether the setting is a mapping.
    @discardableResult
    func allow(_ names: [String]) -> Bool {
        guard let entries = setting.entries else {
            decoder.report(
                "\(owner) must be a mapping, found \(setting.kindDescription)", at: setting.location,
                help: Suggestion.help(for: "", among: names, noun: "key"))
            return false
        }
        for entry in entries where !names.contains(entry.key) && !decoder.isFull {
            decoder.report(
                "unknown key '\(Setting.shortened(entry.key))' of \(owner)", at: entry.keyLocation,
                help: hereabouts(entry.key, names)
                    ?? KeyHome(decoder.registry, near: neighbours).help(for: entry.key, among: names, noun: "key"))
        }
        return true
    }

    /// What to say of a key that belongs nearly here.
    private func hereabouts(_ key: String, _ names: [String]) -> String? {
        if names == ScenarioFormat.output.names, ScenarioFormat.framedOutput.names.contains(key) {
            return "'\(key)' is for results with frames: marches, and sequences of systems"
        }
        let verbs = StageVerb.allCases.filter { $0.keys.names.contains(key) }
        if !verbs.isEmpty, StageVerb.allCases.contains(where: { names.contains($0.rawValue) }),
            StageVerb(rawValue: key) == nil
        {
            let names = verbs.map { "'\($0.rawValue)'" }
            let others = names.dropLast().joined(separator: ", ")
            return "'\(key)' is for stages with the verb " + (others.isEmpty ? "" : others + " or ")
                + (names.last ?? "")
        }
        guard names.contains("solver") else {
            let isPart = key == "solver" || key == "integrator"
            return isPart && names.contains("using")
                ? "it belongs to 'using' or to a method: `using: { \(key): ... }`" : nil
        }
        switch key {
        case "integrator": return "'integrator' is for stages with the verb 'integrate'; here a 'solver' does the work"
        case "using": return "what stands under 'using' stands here directly: write `solver: ...`"
        default: return nil
        }
    }

    /// Whether `name` is missing, but something like it is there, which was reported already.
    func isMisspelt(_ name: String) -> Bool {
        guard setting[name] == nil else { return false }
        return (setting.entries ?? []).contains { Suggestion.distance($0.key, name, atMost: 1 + name.count / 5) != nil }
    }
}
