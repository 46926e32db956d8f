import Ansatz

/// Checks a `compare` stage.
struct ComparisonChecker {
    private let decoder: OptionDecoder

    init(_ decoder: OptionDecoder) { self.decoder = decoder }

    func check(_ stage: Setting, noun: Setting) -> ComparisonRequest? {
        SettingReader(stage, of: "a compare stage", decoder).allow(StageVerb.compare.keys.names)
        guard let name = noun.text, !name.isEmpty else {
            decoder.report("'compare' must name a stage, found \(noun.kindDescription)", at: noun.location)
            return nil
        }
        let reference = StageReference(path: name, location: noun.location)
        decoder.note(reference)
        var request = ComparisonRequest(stage: reference, metrics: ComparisonRequest.standardMetrics)
        if let metrics = stage["metrics"] {
            request.metricLocations = (metrics.items ?? []).map(\.location)
            request.metrics = decoder.reading("metrics") { [String].decode(metrics, with: decoder) } ?? []
        }
        if let order = stage["order"] {
            guard SettingReader(order, of: "'order'", decoder).allow(ScenarioFormat.order.names) else { return nil }
            guard let of = order["of"]?.text, let against = order["against"]?.text else {
                decoder.report(
                    "'order' needs 'of' and 'against'", at: order.location,
                    help: "write `order: { of: error_l2, against: dx }`")
                return nil
            }
            request.order = .init(of: of, against: against)
            request.orderLocations = [order["of"]?.location, order["against"]?.location]
        }
        if let against = stage["against"] {
            guard let name = against.text, !name.isEmpty else {
                decoder.report(
                    "'against' must name a method, found \(against.kindDescription)", at: against.location,
                    help: "write the name of one that the others are compared with, such as `against: cg`")
                return nil
            }
            (request.against, request.againstLocation) = (name, against.location)
        }
        return request
    }
}
