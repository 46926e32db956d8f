import Ansatz

/// Checks what every `generate` stage has beside the generator's own options: `samples` and `split`.
struct SampleChecker {
    private let decoder: OptionDecoder

    init(_ decoder: OptionDecoder) { self.decoder = decoder }

    /// Takes `samples` and `split` out of the options, so that the generator's remain.
    func take(from options: inout Setting?, stage: Setting.Entry) -> SampleRequest? {
        let entries = options?.entries ?? []
        let own = StageVerb.generate.keys.below("with").names
        let samples = entries.first { $0.key == ScenarioFormat.samples.name }?.value
        let split = entries.first { $0.key == ScenarioFormat.split.name }?.value
        if let setting = options, setting.entries != nil {
            options = Setting(
                .mapping(entries.filter { !own.contains($0.key) }), at: setting.location)
        }
        guard let samples else {
            decoder.report(
                "generate stage '\(stage.key)' needs 'samples'", at: options?.location ?? stage.keyLocation,
                help: "write `with: { samples: 100, ... }`")
            return nil
        }
        let count = decoder.reading("samples") { Int.decode(samples, with: decoder) }
        if let count, let range = ScenarioFormat.samples.range, !range.contains(Double(count)) {
            decoder.report("'samples' must be \(range), found '\(count)'", at: samples.location)
        }
        var request = SampleRequest(count: max(count ?? 1, 1))
        guard let split else { return request }
        guard let parts = split.entries else {
            decoder.report(
                "'split' must be a mapping of names to numbers, found \(split.kindDescription)", at: split.location,
                help: "write `split: { train: 80, test: 20 }`")
            return nil
        }
        for part in parts {
            if !Registry.isAllowed(part.key) {
                decoder.report(
                    "the name '\(part.key)' of a split is not allowed", at: part.keyLocation,
                    help: "use 1 to 64 of a-z, 0-9, '_' and '-'")
            }
            guard let size = decoder.reading(part.key, { Int.decode(part.value, with: decoder) }) else { continue }
            if size < 0 { decoder.report("'\(part.key)' must be at least 0, found '\(size)'", at: part.value.location) }
            request.split.append(.init(name: part.key, count: size))
        }
        let total = request.split.reduce((sum: 0, overflow: false)) { total, part in
            let (sum, overflow) = total.sum.addingReportingOverflow(part.count)
            return (sum, total.overflow || overflow)
        }
        if let count, count >= 1, request.split.count == parts.count, total.overflow || total.sum != count {
            decoder.report(
                "'split' adds up to \(total.overflow ? "more than any integer" : "\(total.sum)"), but 'samples' is "
                    + "\(count)", at: split.location, help: "every sample belongs to one part")
        }
        return request
    }
}
