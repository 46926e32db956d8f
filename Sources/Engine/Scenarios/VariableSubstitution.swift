import Ansatz

/// Replaces `${name}` in a tree of settings by the values under its `vars:`, which may refer to each other.
///
/// Text is put into text; a scalar that is nothing but `${name}` becomes the variable's value, be it a list or a
/// mapping. Sizes and depths are bounded, since a few variables that repeat each other could ask for any amount.
struct VariableSubstitution {
    /// The most characters and values that substitution may produce.
    static let sizeLimit = 1 << 20

    private struct Value {
        var setting: Setting
        var size: Int
        var height: Int
    }

    private let definitions: [String: Setting.Entry]
    private let names: [String]
    private let sources: [String: SourceLines]
    private var resolved: [String: Value] = [:]
    private var failed: Set<String> = []
    private var pending: [String] = []
    private var used: Set<String> = []
    private var produced = 0
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var uses: [SourceLocation: [ScenarioTree.VariableUse]] = [:]
    /// Where values stand into which a variable could not be put: nothing more is to be said of them.
    private(set) var failures: Set<SourceLocation> = []
    private var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// - Parameters:
    ///   - variables: the value of the key `vars`.
    ///   - sources: the texts that places refer to, by file.
    init(_ variables: Setting?, sources: [String: SourceLines]) {
        var definitions: [String: Setting.Entry] = [:]
        var names: [String] = []
        let isNothing = variables?.text == "" || variables == nil
        if let variables, variables.entries == nil, !isNothing {
            diagnostics.append(
                Diagnostic(
                    "'vars' must be a mapping of names to values, not \(variables.kindDescription)",
                    at: variables.location, help: "write vars: { n: 64 }"))
        }
        for entry in variables?.entries ?? [] {
            if VariableText.isName(entry.key) {
                definitions[entry.key] = entry
                names.append(entry.key)
            } else {
                diagnostics.append(
                    Diagnostic(
                        "'\(entry.key)' is no name for a variable", at: entry.keyLocation,
                        help: "use letters, digits, '_' and '-', starting with a letter"))
            }
        }
        self.definitions = definitions
        self.names = names
        self.sources = sources
    }

    mutating func substitute(in root: Setting) -> Setting {
        let result = substituted(root, depth: 0)
        let unused = names.filter { !used.contains($0) }
        // Errors in variables that nothing uses are errors too.
        for name in unused where resolved[name] == nil && !failed.contains(name) && !isFull {
            _ = value(of: name, at: Use(setting: Setting(.list([]), at: definitions[name]?.keyLocation), number: nil))
        }
        // After an error a variable may look unused only because its use was not reached.
        guard !hasErrors else { return result }
        for name in unused {
            diagnostics.append(
                Diagnostic(
                    "variable '\(name)' is not used", at: definitions[name]?.keyLocation,
                    help: "use it as ${\(name)}, or remove it", severity: .warning))
        }
        return result
    }

    private mutating func substituted(_ setting: Setting, depth: Int) -> Setting {
        switch setting.content {
        case .scalar(let text, let isQuoted):
            guard text.utf8.contains(UInt8(ascii: "$")), text.contains("${") else { return setting }
            if isFull { return setting }
            let before = diagnostics.count
            let result = substituted(text, isQuoted: isQuoted, of: setting, depth: depth)
            if result == nil || diagnostics.count > before, let place = setting.location { failures.insert(place) }
            return result ?? Self.marked(setting)
        case .list(let items):
            var results: [Setting] = []
            for item in items { results.append(substituted(item, depth: depth + 1)) }
            return Setting(.list(results), at: setting.location)
        case .mapping(let entries):
            var results: [Setting.Entry] = []
            for var entry in entries {
                if entry.key.contains("${") {
                    report(
                        "variables cannot stand in keys: '\(entry.key)'", at: entry.keyLocation,
                        help: "write the key out")
                }
                entry.value = substituted(entry.value, depth: depth + 1)
                results.append(entry)
            }
            return Setting(.mapping(results), at: setting.location)
        }
    }

    private static func marked(_ setting: Setting) -> Setting {
        var setting = setting
        setting.isSubstituted = true
        return setting
    }

    /// - Returns: `nil` after an error.
    private mutating func substituted(_ text: String, isQuoted: Bool, of setting: Setting, depth: Int) -> Setting? {
        let parts: [VariableText.Part]
        do throws(VariableText.Failure) {
            parts = try VariableText(text).parts
        } catch {
            report(error.message, at: place(error.number, in: setting), help: error.help)
            return nil
        }
        if parts.count == 1, case .variable(let name, let number) = parts[0] {
            let use = Use(setting: setting, number: number)
            guard let value = value(of: name, at: use), charge(value.size, at: use) else { return nil }
            guard depth + value.height <= YAMLReader.depthLimit else {
                report(
                    "values nest deeper than \(YAMLReader.depthLimit) levels", at: place(use),
                    help: definition(of: name))
                return nil
            }
            note(name, at: setting.location)
            if value.height > 0 { noteUse(of: name, at: setting.location, inside: value.setting) }
            return Self.marked(Setting(value.setting.content, at: setting.location))
        }
        var result = ""
        for part in parts {
            switch part {
            case .literal(let literal): result += literal
            case .variable(let name, let number):
                let use = Use(setting: setting, number: number)
                guard let value = value(of: name, at: use), charge(value.size, at: use) else { return nil }
                guard let text = value.setting.text else {
                    report(
                        "variable '\(name)' is \(value.setting.kindDescription) and cannot stand inside a text",
                        at: place(use), help: definition(of: name))
                    return nil
                }
                note(name, at: setting.location)
                result += text
            }
        }
        return Self.marked(Setting(.scalar(result, isQuoted: isQuoted), at: setting.location))
    }

    /// The value of a variable with its own variables replaced, or `nil` after an error.
    private mutating func value(of name: String, at use: Use) -> Value? {
        used.insert(name)
        if let value = resolved[name] { return value }
        if failed.contains(name) { return nil }
        guard let entry = definitions[name] else {
            let help =
                names.isEmpty
                ? "define it at the top of the file: vars: { \(name): ... }"
                : Suggestion.help(for: name, among: names, noun: "variable")
            report("unknown variable '\(name)'", at: place(use), help: help)
            return nil
        }
        if let start = pending.firstIndex(of: name) {
            let circle = (pending[start...] + [name]).joined(separator: " -> ")
            report("variable '\(name)' refers to itself: \(circle)", at: place(use), help: definition(of: name))
            return nil
        }
        guard pending.count < YAMLReader.depthLimit else {
            report(
                "variables refer to each other deeper than \(YAMLReader.depthLimit) levels", at: place(use),
                help: "replace some of them by their values")
            return nil
        }
        pending.append(name)
        let errors = diagnostics.count
        let setting = substituted(entry.value, depth: 1)
        pending.removeLast()
        guard diagnostics.count == errors else {
            failed.insert(name)
            return nil
        }
        var size = 0
        let value = Value(setting: setting, size: size, height: Self.height(of: setting, size: &size))
        resolved[name] = Value(setting: value.setting, size: size, height: value.height)
        return resolved[name]
    }

    /// The levels of a value; adds its values and characters to `size`.
    private static func height(of setting: Setting, size: inout Int) -> Int {
        size += 1
        switch setting.content {
        case .scalar(let text, _):
            size += text.utf8.count
            return 0
        case .list(let items): return 1 + (items.map { height(of: $0, size: &size) }.max() ?? 0)
        case .mapping(let entries):
            for entry in entries { size += entry.key.utf8.count }
            return 1 + (entries.map { height(of: $0.value, size: &size) }.max() ?? 0)
        }
    }

    private mutating func charge(_ size: Int, at use: Use) -> Bool {
        let isWithin = produced <= Self.sizeLimit
        produced += min(size, Self.sizeLimit + 1)
        if produced > Self.sizeLimit, isWithin {
            report(
                "the variables expand to more than \(Self.sizeLimit) characters", at: place(use),
                help: "keep data in HDF5 files, and let the scenario name them")
        }
        return produced <= Self.sizeLimit
    }

    private mutating func note(_ name: String, at place: SourceLocation?) {
        // A message names only a few.
        guard let place, uses[place, default: []].count < 8 else { return }
        let use = ScenarioTree.VariableUse(name: name, definition: definitions[name]?.value.location)
        if uses[place]?.contains(use) != true { uses[place, default: []].append(use) }
    }

    /// Notes where a list or mapping is used, at the places of all that is in it.
    private mutating func noteUse(of name: String, at use: SourceLocation?, inside value: Setting) {
        func note(_ place: SourceLocation?) {
            guard let place, uses[place] == nil else { return }
            uses[place] = [ScenarioTree.VariableUse(name: name, definition: nil, use: use)]
        }
        for item in value.items ?? [] {
            note(item.location)
            noteUse(of: name, at: use, inside: item)
        }
        for entry in value.entries ?? [] {
            note(entry.keyLocation)
            note(entry.value.location)
            noteUse(of: name, at: use, inside: entry.value)
        }
    }

    private func definition(of name: String) -> String? {
        definitions[name]?.value.location.map { "'\(name)' is set at \($0)" }
    }

    /// A `${` in a scalar; its exact place takes a search, so it is looked for only when it is told.
    private struct Use {
        var setting: Setting
        var number: Int?
    }

    private func place(_ use: Use) -> SourceLocation? {
        use.number.map { place($0, in: use.setting) } ?? use.setting.location
    }

    private func place(_ number: Int, in setting: Setting) -> SourceLocation? {
        guard let start = setting.location else { return nil }
        return sources[start.file]?.variable(number, from: start) ?? start
    }

    private mutating func report(_ message: String, at place: SourceLocation?, help: String?) {
        diagnostics.append(Diagnostic(message, at: place, help: help))
    }

    /// Whether there are as many errors as are looked for.
    private var isFull: Bool { diagnostics.count >= OptionDecoder.errorLimit }
}
