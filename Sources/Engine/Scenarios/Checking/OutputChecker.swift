import Ansatz

/// Checks `output` and `checkpoint` of a stage.
struct OutputChecker {
    private let decoder: OptionDecoder

    init(_ decoder: OptionDecoder) { self.decoder = decoder }

    func check(_ setting: Setting?, keys: [FormatKey]) -> OutputRequest {
        var request = OutputRequest()
        guard let setting, setting.text != "" else { return request }
        guard SettingReader(setting, of: "'output'", decoder).allow(keys.names) else { return request }
        if let fields = setting["fields"] {
            request.fields = decoder.reading("fields") { [String].decode(fields, with: decoder) }
            request.fieldLocation = fields.location
        }
        if let every = setting["every"] { request.every = steps(every, key: "every") }
        if let probes = setting["probes"] {
            request.probes = decoder.reading("probes") { [[Double]].decode(probes, with: decoder) } ?? []
        }
        if let level = setting["compression"],
            let value = decoder.reading("compression", { Int.decode(level, with: decoder) })
        {
            let range = keys["compression"]?.range
            if let range, !range.contains(Double(value)) {
                decoder.report("'compression' must be \(range), found '\(value)'", at: level.location)
            } else {
                request.compression = value
            }
        }
        if let precision = setting["precision"] {
            if let value = precision.text.flatMap(FieldPrecision.init(rawValue:)) {
                request.precision = value
            } else {
                decoder.report(
                    "'precision' must be 'float32' or 'float64', found \(precision.kindDescription)",
                    at: precision.location)
            }
        }
        return request
    }

    /// Reports names in `output.fields` that a method's problem or generator does not have.
    func checkFields(of output: Setting?, subjects: [ConfiguredComponent], noun: Setting.Entry) {
        // The same name is wrong for all methods, mostly: it is reported once.
        var reported: Set<String> = []
        var checked: Set<String>?
        for subject in subjects where !decoder.isFull {
            let names: Set<String>
            do {
                names = Set(try ResourceEstimate.fieldNames(of: subject))
            } catch {
                let (message, help) = FailureText.of(error)
                decoder.report(message, at: noun.value.location, help: help)
                continue
            }
            // Methods differ in their sizes, seldom in their fields.
            if names == checked { continue }
            checked = names
            for item in output?["fields"]?.items ?? [] {
                guard let name = item.text, !names.contains(name), !decoder.isFull,
                    reported.insert(name).inserted
                else { continue }
                decoder.report(
                    "\(subject.entry.role.name) '\(subject.entry.info.name)' has no field "
                        + "'\(Setting.shortened(name))'",
                    at: item.location, help: Suggestion.help(for: name, among: names.sorted(), noun: "field"))
            }
        }
    }

    func checkpoint(_ setting: Setting?, verb: StageVerb) -> CheckpointInterval {
        let standard = CheckpointInterval.seconds(30)
        guard let setting, setting.text != "" else { return standard }
        guard SettingReader(setting, of: "'checkpoint'", decoder).allow(ScenarioFormat.checkpoint.names) else {
            return standard
        }
        guard let every = setting["every"] else { return standard }
        if let text = every.text, text.hasSuffix("s"), !ScenarioFormat.counted.contains(where: text.hasSuffix) {
            if let seconds = Double(text.dropLast().trimmingSpaces()), seconds > 0, seconds.isFinite {
                return .seconds(seconds)
            }
            decoder.report(
                "'every' must be a positive time such as '30 s', found \(every.kindDescription)", at: every.location)
            return standard
        }
        return steps(every, key: "every").map { .steps($0) } ?? standard
    }

    /// `50 steps`, `50 samples`, `50 instances` or `50`.
    private func steps(_ setting: Setting, key: String) -> Int? {
        decoder.noteWholeNumber(at: setting.location)
        var text = (setting.text ?? "").trimmingSpaces()
        for suffix in ScenarioFormat.counted where text.hasSuffix(suffix) {
            text = text.dropLast(suffix.count).trimmingSpaces()
            break
        }
        if let count = Int(text.replacing("_", with: "")), count > 0 { return count }
        decoder.report(
            "'\(key)' must be a positive number of steps such as '50 steps', found \(setting.kindDescription)",
            at: setting.location)
        return nil
    }
}

extension StringProtocol {
    fileprivate func trimmingSpaces() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
