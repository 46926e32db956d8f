import Ansatz
import Foundation

extension RunSummary {
    /// Reads the summary of a run that has ended, however it ended.
    ///
    /// - Throws: ``RunFailure`` where the directory has none, or it is damaged.
    public init(of directory: RunDirectory) throws {
        guard let data = FileManager.default.contents(atPath: directory.summary) else {
            let isFolder = FileManager.default.fileExists(atPath: directory.path + "/stages")
            throw RunFailure(
                isFolder
                    ? "'\(directory.path)' has no summary.json: its run is still going on, or was killed"
                    : "'\(directory.path)' is no run directory",
                help: isFolder
                    ? "run its scenario again: it goes on where it stopped"
                    : "name the folder that `ansatz run` wrote, such as runs/heat-sor-bandit")
        }
        guard let json = try? JSONValue(parsing: data), let summary = RunSummary(json: json, directory: directory.path)
        else {
            throw RunFailure(
                "'\(directory.summary)' is damaged", help: "run the scenario again: finished results are reused")
        }
        self = summary
    }

    /// - Returns: `nil` where the value is no summary.
    init?(json: JSONValue, directory: String) {
        guard let name = json["name"]?.string, let status = ResultStatus(json["status"]),
            let stages = json["stages"]?.object,
            let order = json["order"]?.array
        else { return nil }
        self.init(name: name, directory: directory, status: status)
        warnings = (json["warnings"]?.array ?? []).compactMap(\.string)
        started = json["started"]?.string
        for name in order.compactMap(\.string) {
            guard let stage = stages[name].flatMap({ Stage(json: $0, name: name) }) else { return nil }
            self.stages.append(stage)
        }
    }
}

extension RunSummary.Stage {
    fileprivate init?(json: JSONValue, name: String) {
        guard let verb = json["verb"]?.string.flatMap(StageVerb.init(rawValue:)),
            let status = ResultStatus(json["status"])
        else { return nil }
        self.init(name: name, verb: verb, status: status)
        seconds = json["seconds"]?.double
        start = json["start"]?.double
        comparison = json["table"].flatMap(ComparisonTable.init(json:))
        if let all = json["methods"]?.object {
            for name in (json["order"]?.array ?? []).compactMap(\.string) {
                guard let method = all[name].flatMap({ RunSummary.Method(json: $0, name: name) }) else { return nil }
                methods.append(method)
            }
        } else if json["reason"] != nil {
            // The only method of the stage, whose members stand among the stage's own.
            guard let method = RunSummary.Method(json: json, name: nil) else { return nil }
            methods = [method]
        } else {
            error = json["error"]?.string
            help = json["help"]?.string
        }
    }
}

extension RunSummary.Method {
    fileprivate init?(json: JSONValue, name: String?) {
        guard let status = ResultStatus(json["status"]), let reason = json["reason"]?.string else { return nil }
        self.init(name: name, status: status, reason: reason)
        action = json["action"]?.string.flatMap(RunAction.init(rawValue:))
        seconds = json["seconds"]?.double
        start = json["start"]?.double
        elapsed = json["elapsed"]?.double
        metrics = (json["metrics"]?.object ?? [:]).compactMapValues(\.double)
        certificate = json["certificate"].flatMap(Certificate.init(json:))
        usesFallback = json["fallback_used"] == .bool(true)
        error = json["error"]?.string
        help = json["help"]?.string
        folder = json["folder"]?.string
    }
}

extension ResultStatus {
    fileprivate init?(_ json: JSONValue?) {
        guard let status = json?.string.flatMap(ResultStatus.init(rawValue:)) else { return nil }
        self = status
    }
}

extension ComparisonTable {
    fileprivate init?(json: JSONValue) {
        guard let metrics = json["metrics"]?.array?.compactMap(\.string), let rows = json["rows"]?.array else {
            return nil
        }
        stage = json["stage"]?.string ?? ""
        self.metrics = metrics
        self.rows = rows.map { row in
            Row(
                method: row["method"]?.string ?? "", values: metrics.map { row[$0]?.double },
                order: row["observed_order"]?.double, regret: row["regret"]?.double,
                regretPercent: row["regret_percent"]?.double)
        }
        if let method = json["against"]?["method"]?.string, let metric = json["against"]?["metric"]?.string {
            against = Against(method: method, metric: metric)
        }
        if let of = json["order"]?["of"]?.string, let against = json["order"]?["against"]?.string {
            order = ComparisonRequest.Order(of: of, against: against)
        }
    }
}
