import Foundation

/// `summary.json` of a run.
public struct Summary {
    private let root: [String: Any]

    public init(_ directory: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: directory + "/summary.json"))
        root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    public var status: String? { root["status"] as? String }

    public func stage(_ name: String) -> [String: Any] {
        (root["stages"] as? [String: Any])?[name] as? [String: Any] ?? [:]
    }

    /// A method of a stage as it stands in the file.
    public func method(_ name: String, ofStage stage: String) -> [String: Any] {
        (self.stage(stage)["methods"] as? [String: Any])?[name] as? [String: Any] ?? [:]
    }

    /// The numbers of each method of a stage.
    public func metrics(ofStage name: String) -> [String: [String: Double]] {
        (stage(name)["methods"] as? [String: Any] ?? [:]).compactMapValues { method in
            (method as? [String: Any])?["metrics"] as? [String: Double]
        }
    }

    /// The numbers in a column of a comparison; rows without one are left out.
    public func column(_ name: String, ofTable stage: String) -> [Double] {
        let table = self.stage(stage)["table"] as? [String: Any] ?? [:]
        return (table["rows"] as? [[String: Any]] ?? []).compactMap { $0[name] as? Double }
    }
}
