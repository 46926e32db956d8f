import Ansatz

/// Checks the key `sweep` of a scenario, as far as that goes without making its members.
struct SweepSectionChecker {
    private let tree: ScenarioTree
    private let decoder: OptionDecoder

    init(_ tree: ScenarioTree, _ decoder: OptionDecoder) {
        self.tree = tree
        self.decoder = decoder
    }

    /// - Returns: no definition after a report, but the axes that can be understood.
    func check(_ section: Setting) -> (definition: SweepDefinition?, axes: [SweepAxis]) {
        let before = decoder.diagnostics.count
        let reader = SettingReader(section, of: "'sweep'", decoder)
        guard reader.allow(SweepSection.keys.map(\.name)) else { return (nil, []) }
        let kind = choice(section["kind"], "kind", SweepDefinition.Kind.self) ?? .grid
        let samples = samples(section, kind)
        let seed = seed(section, kind)
        guard let over = section["over"], over.text != "" else {
            if !reader.isMisspelt("over") {
                decoder.report(
                    "'sweep' needs 'over': what varies", at: section["over"]?.location ?? section.location,
                    help: SweepSection.example)
            }
            return (nil, [])
        }
        guard let entries = over.entries, !entries.isEmpty else {
            decoder.report(
                "'over' must be a mapping of paths to values, found \(over.kindDescription)", at: over.location,
                help: SweepSection.example)
            return (nil, [])
        }
        guard entries.count <= SweepDefinition.axisLimit else {
            decoder.report(
                "a sweep has at most \(SweepDefinition.axisLimit) axes, found \(entries.count)", at: over.location)
            return (nil, [])
        }
        var axes = entries.compactMap { SweepAxisChecker(tree, decoder, kind).check($0) }
        let sound = SweepPathChecker(tree, decoder).sound(of: axes)
        SweepNames.assign(to: &axes, over, decoder)
        guard decoder.diagnostics.count == before else { return (nil, sound) }
        return (SweepDefinition(kind: kind, samples: samples, seed: seed, axes: axes), axes)
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ setting: Setting?, _ key: String, _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let setting else { return nil }
        if let value = setting.text.flatMap(Choice.init(rawValue:)) { return value }
        let names = Choice.allCases.map(\.rawValue)
        decoder.report(
            "'\(key)' must be \(Suggestion.list(names)), found \(setting.kindDescription)", at: setting.location,
            help: Suggestion.closest(to: setting.text ?? "", among: names).map { "did you mean '\($0)'?" })
        return nil
    }

    private func samples(_ section: Setting, _ kind: SweepDefinition.Kind) -> Int? {
        guard let setting = section["samples"] else {
            if kind.isDrawn, !SettingReader(section, of: "", decoder).isMisspelt("samples") {
                decoder.report(
                    "a sweep of kind '\(kind.rawValue)' needs 'samples'", at: section["kind"]?.location,
                    help: "write `samples: 64`, or give --samples 64")
            }
            return nil
        }
        return kind.readCount(
            "samples", setting, isMeaningful: kind.isDrawn, otherwise: "remove it, or choose kind 'random' or 'halton'",
            decoder)
    }

    private func seed(_ section: Setting, _ kind: SweepDefinition.Kind) -> UInt64 {
        guard let setting = section["seed"] else {
            return tree.root["seed"]?.text.flatMap { UInt64($0.replacing("_", with: "")) } ?? 0
        }
        if !kind.isDrawn {
            decoder.report(
                "'seed' of 'sweep' has no meaning for kind '\(kind.rawValue)'", at: setting.location,
                help: "remove it: the seed of what is computed stands at the top of the scenario")
        }
        if let seed = setting.text.flatMap({ UInt64($0.replacing("_", with: "")) }) { return seed }
        decoder.report(
            "'seed' must be a whole number from 0 to \(UInt64.max), found \(setting.kindDescription)",
            at: setting.location)
        return 0
    }
}

extension SweepDefinition.Kind {
    /// A number of members or of values, which some kinds have no use for.
    ///
    /// - Parameter help: what to do where it has no meaning for this kind.
    func readCount(
        _ name: String, _ setting: Setting, isMeaningful: Bool, otherwise help: String, _ decoder: OptionDecoder
    ) -> Int? {
        guard let count = decoder.reading(name, { Int.decode(setting, with: decoder) }) else { return nil }
        if !isMeaningful {
            decoder.report(
                "'\(name)' has no meaning for a sweep of kind '\(rawValue)'", at: setting.location, help: help)
        } else if !(1...SweepDefinition.memberLimit).contains(count) {
            decoder.report(
                "'\(name)' must be between 1 and \(SweepDefinition.memberLimit), found \(setting.kindDescription)",
                at: setting.location)
        }
        return count
    }
}
