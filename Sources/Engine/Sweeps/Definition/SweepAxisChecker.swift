import Ansatz

/// Checks one axis of a sweep: its path as a path, and its values or range as such.
struct SweepAxisChecker {
    private let tree: ScenarioTree
    private let decoder: OptionDecoder
    private let kind: SweepDefinition.Kind

    init(_ tree: ScenarioTree, _ decoder: OptionDecoder, _ kind: SweepDefinition.Kind) {
        self.tree = tree
        self.decoder = decoder
        self.kind = kind
    }

    /// - Returns: `nil` after a report. The name is the one that the axis gives itself, or empty.
    func check(_ entry: Setting.Entry) -> SweepAxis? {
        let path = path(of: entry)
        guard let (source, name) = source(of: entry), let path else { return nil }
        return SweepAxis(
            pathText: entry.key, path: path, name: name ?? "", source: source, location: entry.keyLocation)
    }

    private func path(of entry: Setting.Entry) -> [(step: ScenarioOverride.Step, location: SourceLocation)]? {
        let start = entry.keyLocation ?? SourceLocation(file: tree.file.name, line: 1, column: 1)
        do throws(Diagnostics) {
            return try ScenarioOverride.path(Array(entry.key.unicodeScalars)[...], from: start)
        } catch {
            for diagnostic in error.all {
                decoder.report(
                    diagnostic.message, at: diagnostic.location,
                    help: "write a path as in --set, such as stages.run.with.dt or vars.n")
            }
            return nil
        }
    }

    private func source(of entry: Setting.Entry) -> (SweepAxis.Source, name: String?)? {
        let raw = tree.unsubstitutedSweep?["over"]?[entry.key]
        guard entry.value.entries != nil else {
            return values(entry.value, raw: raw, of: entry.key).map { (.values($0), nil) }
        }
        let reader = SettingReader(entry.value, of: "axis '\(entry.key)'", decoder)
        let before = decoder.diagnostics.count
        reader.allow(SweepSection.rangeKeys.map(\.name))
        let name = entry.value["name"].flatMap { setting in
            decoder.reading("name") { String.decode(setting, with: decoder) }
        }
        if let given = entry.value["values"] {
            for key in ["from", "to", "count", "scale"] {
                guard let other = entry.value[key] else { continue }
                decoder.report(
                    "'\(key)' has no meaning beside 'values'", at: other.location, help: "keep one of them")
            }
            return values(given, raw: raw?["values"], of: entry.key).map { (.values($0), name) }
        }
        let from = number("from", entry, reader)
        let to = number("to", entry, reader)
        let isLogarithmic = isLogarithmic(entry.value["scale"])
        let count = count(entry, reader)
        guard decoder.diagnostics.count == before, let from, let to else { return nil }
        if isLogarithmic, from <= 0 || to <= 0 {
            decoder.report(
                "a logarithmic range needs both ends positive", at: entry.value[from <= 0 ? "from" : "to"]?.location)
            return nil
        }
        let range = SweepRange(
            from: from, to: to, count: count, isLogarithmic: isLogarithmic, location: entry.value.location)
        return (.range(range), name)
    }

    /// The items of a list with their variables, which may be another member's; a single value is a list of one.
    private func values(_ setting: Setting, raw: Setting?, of path: String) -> [Setting]? {
        let items = raw?.items ?? setting.items
        guard let items, !items.isEmpty else {
            let isCommandLine = setting.location?.file == SweepArguments.overName
            decoder.report(
                items == nil
                    ? "axis '\(path)' must be a list of values or a range, found \(setting.kindDescription)"
                    : "axis '\(path)' has no values",
                at: setting.location,
                help: isCommandLine
                    ? "write --over PATH=VALUE,VALUE,..."
                    : "write `\(path): [1, 2]`, or `\(path): { from: 1, to: 2, count: 5 }`")
            return nil
        }
        guard items.count <= SweepDefinition.memberLimit else {
            decoder.report(
                "axis '\(path)' has \(items.count) values, more than the \(SweepDefinition.memberLimit) members that a "
                    + "sweep may have", at: setting.location)
            return nil
        }
        return items
    }

    private func number(_ key: String, _ entry: Setting.Entry, _ reader: SettingReader) -> Double? {
        guard let setting = entry.value[key] else {
            if !reader.isMisspelt(key) {
                decoder.report(
                    "axis '\(entry.key)' needs '\(key)'", at: entry.value.location,
                    help: "write `{ from: 1, to: 2, count: 5 }`, or a list of values")
            }
            return nil
        }
        return decoder.reading(key) { Double.decode(setting, with: decoder) }
    }

    private func isLogarithmic(_ setting: Setting?) -> Bool {
        guard let setting else { return false }
        if setting.text == "log" { return true }
        if setting.text != "linear" {
            decoder.report(
                "'scale' must be 'linear' or 'log', found \(setting.kindDescription)", at: setting.location)
        }
        return false
    }

    private func count(_ entry: Setting.Entry, _ reader: SettingReader) -> Int? {
        guard let setting = entry.value["count"] else {
            if !kind.isDrawn, !reader.isMisspelt("count") {
                decoder.report(
                    "axis '\(entry.key)' needs 'count': how many values", at: entry.value.location,
                    help: "write `count: 5`, or choose kind 'random' or 'halton'")
            }
            return nil
        }
        return kind.readCount(
            "count", setting, isMeaningful: !kind.isDrawn,
            otherwise: "remove it: 'samples' says how many members there are", decoder)
    }
}
