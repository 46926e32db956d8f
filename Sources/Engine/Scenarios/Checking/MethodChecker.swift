import Ansatz

/// Checks the methods of a `generate`, `solve` or `integrate` stage.
///
/// What stands under `using` holds for all methods; a method's own entry adds to it and wins over it.
struct MethodChecker {
    let registry: Registry
    let baseDirectory: String
    let report: OptionDecoder
    let stage: Setting.Entry
    let verb: StageVerb
    /// The verb with its noun, such as `integrate: heat`.
    let noun: Setting.Entry
    /// Takes what the methods work on, also where a method has errors.
    let noteSubject: (ConfiguredComponent) -> Void

    private var subjectRole: ComponentRole { verb.nounRole ?? .problem }

    /// The role of the component that does the work; its name is the key that names it.
    private var methodRole: ComponentRole? { verb.methodRole }

    func check() -> [MethodDefinition] {
        let owner = "\(verb.rawValue) stage '\(stage.key)'"
        let neighbours = subjects + componentsNamed(stage.value["using"])
        // The verb may be misspelt, which was reported.
        SettingReader(stage.value, of: owner, report, near: neighbours).allow(verb.keys.names + [noun.key])
        let name = subjectName()
        let using = methodRole == nil ? nil : stage.value["using"]
        let shared = parts(of: using, owner: "'using' of stage '\(stage.key)'", allowed: verb.partKeys)
        let with = stage.value["with"]
        guard let methods = stage.value["methods"] else {
            return [method(nil, subject: name, with: with, own: nil, parts: shared, at: noun.keyLocation)].compactMap {
                $0
            }
        }
        guard let entries = methods.entries, !entries.isEmpty else {
            report.report(
                "'methods' of stage '\(stage.key)' must be a mapping of names to methods, found "
                    + methods.kindDescription, at: methods.location, help: methodsHelp)
            return []
        }
        return entries.compactMap { entry in
            if report.isFull { return nil }
            if !Registry.isAllowed(entry.key) {
                report.report(
                    "the method name '\(entry.key)' is not allowed", at: entry.keyLocation,
                    help: "use 1 to 64 of a-z, 0-9, '_' and '-'")
            }
            let before = report.diagnostics.count
            let own = parts(of: entry.value, owner: "method '\(entry.key)'", allowed: verb.methodKeys)
            let isReadable = report.diagnostics.count == before
            let all = Self.overriding(shared, with: own.filter { $0.key != "with" })
            return method(
                entry.key, subject: name, with: with, own: entry.value["with"], parts: all, at: entry.keyLocation,
                needsMain: isReadable)
        }
    }

    private var methodsHelp: String {
        let name = methodRole.flatMap { registry.names(of: $0).first } ?? "..."
        return "write `methods: { first: { \(methodRole?.name ?? "solver"): \(name) } }`"
    }

    /// The problem or generator; `nil` after a report.
    private func subjectName() -> (name: String, place: SourceLocation?)? {
        if let text = noun.value.text, !text.isEmpty {
            return isAskable(text) ? (text, noun.value.location) : nil
        }
        report.report(
            "'\(verb.rawValue)' must name a \(subjectRole.name), found \(noun.value.kindDescription)",
            at: noun.value.location,
            help: Suggestion.help(for: "", among: registry.names(of: subjectRole), noun: subjectRole.name))
        return nil
    }

    /// Reports an operator without weights, and one that is none.
    private func isTrainable(_ name: String) -> Bool {
        let names = registry.all(of: .operator).filter(\.isTrainable).map(\.info.name)
        let what = registry[.operator, name].map { $0.isPreconditioner ? " is a preconditioner" : " has no weights" }
        // Whoever has another role, or may be of a plugin that is not there, is reported in the usual words.
        guard what != nil || (registry.entries(named: name).isEmpty && registry.unavailablePlugins.isEmpty) else {
            return true
        }
        if registry[.operator, name]?.isTrainable == true { return true }
        report.report(
            what.map { "operator '\(name)'\($0): there is nothing to train" }
                ?? "unknown operator '\(Setting.shortened(name))'", at: noun.value.location,
            help: Suggestion.help(for: name, among: names, noun: "trainable operator"))
        return false
    }

    /// Reports a problem that can't be asked for this stage's verb.
    private func isAskable(_ name: String) -> Bool {
        if verb == .train { return isTrainable(name) }
        guard subjectRole == .problem, let entry = registry[.problem, name] else { return true }
        if verb.takes(entry) { return true }
        let fitting = registry.all(of: .problem).filter(verb.takes).map { "'\($0.info.name)'" }
        let others = fitting.isEmpty ? "" : "; problems to \(verb.rawValue): \(fitting.joined(separator: ", "))"
        report.report(
            verb == .solve
                ? "problem '\(name)' has no single answer to solve for" : "problem '\(name)' has no state to integrate",
            at: noun.value.location,
            help: "write `\(verb == .solve ? "integrate" : "solve"): \(name)`" + others)
        return false
    }

    private func parts(of setting: Setting?, owner: String, allowed: [FormatKey]) -> [Setting.Entry] {
        guard let setting, !isEmpty(setting) else { return [] }
        let neighbours = subjects + componentsNamed(stage.value["using"], setting)
        SettingReader(setting, of: owner, report, near: neighbours).allow(allowed.names)
        return (setting.entries ?? []).filter { allowed.names.contains($0.key) }
    }

    private func isEmpty(_ setting: Setting) -> Bool { setting.text == "" }

    /// Checks one method; its errors go to `report`.
    private func method(
        _ name: String?, subject: (name: String, place: SourceLocation?)?, with: Setting?, own: Setting?,
        parts: [Setting.Entry], at place: SourceLocation?, needsMain: Bool = true
    ) -> MethodDefinition? {
        let decoder = OptionDecoder(registry: registry, baseDirectory: baseDirectory)
        decoder.neighbours = subjects + parts.flatMap { componentsNamed($0.value) }
        defer {
            decoder.diagnostics.forEach(report.report)
            decoder.stageReferences.forEach(report.note)
            decoder.wholeNumbers.forEach(report.noteWholeNumber)
        }
        var options = merged(with, own, decoder)
        let samples = verb == .generate ? SampleChecker(decoder).take(from: &options, stage: stage) : nil
        let training =
            verb == .train
            ? TrainingChecker(decoder).take(from: &options, stage: stage, operator: subjects.first) : nil
        let configured = subject.flatMap { subject in
            ConfiguredComponent.decode(
                subject.name, options: options, at: subject.place, as: subjectRole, with: decoder)
        }
        let main = mainComponent(parts.filter { $0.key != "fallback" }, at: place, decoder, isNeeded: needsMain)
        let fallback = fallback(parts, at: place, decoder)
        guard let configured else { return nil }
        // Beside errors in the options, what follows from them is not told as well.
        if decoder.diagnostics.isEmpty || (try? ResourceEstimate.fieldNames(of: configured)) != nil {
            noteSubject(configured)
        }
        if let main { check(main, fits: configured, at: place, decoder) }
        if let fallback { check(fallback, fits: configured, at: place, decoder) }
        guard decoder.diagnostics.isEmpty, methodRole == nil || main != nil else { return nil }
        if verb == .train, training == nil { return nil }
        var plugins: [PluginIdentity] = []
        for entry in decoder.chosenComponents where !plugins.contains(entry.plugin) { plugins.append(entry.plugin) }
        return MethodDefinition(
            name: name, subject: configured, method: main, fallback: fallback, samples: samples,
            training: training, evaluation: nil, inputFiles: decoder.inputFiles,
            stageReferences: decoder.stageReferences, plugins: plugins,
            location: place)
    }

    /// `with` of the stage, with the method's own keys in place of equal ones.
    private func merged(_ shared: Setting?, _ own: Setting?, _ decoder: OptionDecoder) -> Setting? {
        guard let own, !isEmpty(own) else { return shared }
        guard let ownEntries = own.entries else {
            decoder.report("'with' must be a mapping, found \(own.kindDescription)", at: own.location)
            return shared
        }
        let ownKeys = Set(ownEntries.map(\.key))
        let kept = (shared?.entries ?? []).filter { !ownKeys.contains($0.key) }
        return Setting(.mapping(kept + ownEntries), at: own.location)
    }

    /// The solver of a `solve` stage; the integrator of an `integrate` stage with a solver that stands beside it.
    private func mainComponent(
        _ parts: [Setting.Entry], at place: SourceLocation?, _ decoder: OptionDecoder, isNeeded: Bool = true
    ) -> ConfiguredComponent? {
        guard let role = methodRole else { return nil }
        guard let main = parts.first(where: { $0.key == role.name }) else {
            guard isNeeded, hasReadableUsing else { return nil }
            decoder.report(
                "stage '\(stage.key)' names no \(role.name)", at: place ?? stage.keyLocation,
                help: "write `using: { \(role.name): ... }`; "
                    + Suggestion.help(for: "", among: registry.names(of: role), noun: role.name))
            return nil
        }
        guard role == .integrator, let solver = parts.first(where: { $0.key == "solver" }) else {
            return ConfiguredComponent.decode(main.value, as: role, with: decoder)
        }
        return ConfiguredComponent.decode(nesting(solver, in: main.value, decoder), as: role, with: decoder)
    }

    /// Whether `using` is not misspelt, and is a mapping or absent: otherwise that was reported already.
    private var hasReadableUsing: Bool {
        // A key in the wrong place was reported, with where it belongs.
        if let role = methodRole {
            if stage.value[role.name] != nil { return false }
            let strays = (stage.value["using"]?.entries ?? []) + (stage.value.entries ?? [])
            if strays.contains(where: { registry[role, $0.key] != nil }) { return false }
        }
        guard let using = stage.value["using"] else {
            return !SettingReader(stage.value, of: "", report).isMisspelt("using")
        }
        guard isEmpty(using) || using.entries != nil else { return false }
        return !SettingReader(using, of: "", report).isMisspelt(methodRole?.name ?? "solver")
    }

    /// An integrator's setting with a solver that was given beside it moved into its options.
    private func nesting(_ solver: Setting.Entry, in integrator: Setting, _ decoder: OptionDecoder) -> Setting {
        let name = integrator.text ?? integrator.entries?.first?.key ?? ""
        let meant =
            registry[.integrator, name] != nil
            ? name : Suggestion.closest(to: name, among: registry.names(of: .integrator))
        guard let entry = meant.flatMap({ registry[.integrator, $0] }) else {
            // The integrator's error is reported elsewhere; the solver's own are found all the same.
            _ = ConfiguredComponent.decode(solver.value, as: .solver, with: decoder)
            return integrator
        }
        guard entry.keys.contains(where: { $0.name == "solver" }) else {
            decoder.report(
                "integrator '\(name)' takes no solver", at: solver.keyLocation, help: "remove 'solver' here")
            return integrator
        }
        let options = integrator.entries?.first?.value
        if options?["solver"] != nil {
            decoder.report(
                "the solver is given twice: here and in the options of '\(name)'", at: solver.keyLocation,
                help: "keep one of them")
            return integrator
        }
        let nested = Setting(
            .mapping((options?.entries ?? []) + [solver]), at: options?.location ?? integrator.location)
        let wrapped = Setting.Entry(
            key: name, keyLocation: integrator.entries?.first?.keyLocation ?? integrator.location, value: nested)
        return Setting(.mapping([wrapped]), at: integrator.location)
    }

    /// The method with the parts under `fallback` in place of its own.
    private func fallback(
        _ parts: [Setting.Entry], at place: SourceLocation?, _ decoder: OptionDecoder
    ) -> ConfiguredComponent? {
        guard let setting = parts.first(where: { $0.key == "fallback" })?.value else { return nil }
        let allowed = verb.partKeys.below("fallback").names
        guard SettingReader(setting, of: "'fallback'", decoder).allow(allowed) else { return nil }
        let all = Self.overriding(parts.filter { $0.key != "fallback" }, with: setting.entries ?? [])
        return mainComponent(all, at: place, decoder)
    }

    /// The parts with others in place of those they say anew. A solver within an integrator and one beside it are the
    /// same part.
    private static func overriding(_ parts: [Setting.Entry], with own: [Setting.Entry]) -> [Setting.Entry] {
        let keys = Set(own.map(\.key))
        var kept = parts.filter { !keys.contains($0.key) }
        if let integrator = own.first(where: { $0.key == "integrator" })?.value,
            integrator.entries?.first?.value["solver"] != nil
        {
            kept.removeAll { $0.key == "solver" }
        }
        if keys.contains("solver"), let index = kept.firstIndex(where: { $0.key == "integrator" }) {
            kept[index].value = withoutSolver(kept[index].value)
        }
        return kept + own
    }

    private static func withoutSolver(_ integrator: Setting) -> Setting {
        guard var entry = integrator.entries?.first, integrator.entries?.count == 1, let options = entry.value.entries
        else { return integrator }
        entry.value.content = .mapping(options.filter { $0.key != "solver" })
        var result = integrator
        result.content = .mapping([entry])
        return result
    }

    /// What the verb works on, where there is such a component.
    private var subjects: [ComponentEntry] {
        noun.value.text.flatMap { registry[subjectRole, $0] }.map { [$0] } ?? []
    }

    /// The components whose names stand in settings, at any depth.
    private func componentsNamed(_ settings: Setting?...) -> [ComponentEntry] {
        var found: [ComponentEntry] = []
        func look(_ setting: Setting, _ depth: Int) {
            if let text = setting.text { found += registry.entries(named: text) }
            guard depth < 6 else { return }
            for entry in (setting.entries ?? []).prefix(32) {
                found += registry.entries(named: entry.key)
                look(entry.value, depth + 1)
            }
        }
        for case let setting? in settings { look(setting, 0) }
        return found
    }

    /// Reports a method, or a solver nested in it, that takes none of the statements which the problem offers.
    private func check(
        _ method: ConfiguredComponent, fits problem: ConfiguredComponent, at place: SourceLocation?,
        _ decoder: OptionDecoder
    ) {
        let offers = problem.entry.offers
        for entry in [method.entry] + method.nestedComponents.map(\.entry) {
            guard let takes = entry.takes, !offers.contains(where: { $0.serves(as: takes) }) else { continue }
            let fitting = registry.all(of: entry.role).filter { candidate in
                candidate.takes.map { takes in offers.contains { $0.serves(as: takes) } } ?? false
            }
            let name = entry.info.name
            decoder.report(
                "\(entry.role.name) '\(name)' takes \(takes), but problem '\(problem.entry.info.name)' offers "
                    + offers.map(\.description).joined(separator: " and "), at: place,
                help: fitting.isEmpty
                    ? "no installed \(entry.role.name) fits this problem"
                    : "\(entry.role.name)s that fit: \(fitting.map(\.info.name).joined(separator: ", "))")
        }
    }
}
