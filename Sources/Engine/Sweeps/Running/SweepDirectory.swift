import Foundation

/// The folder of a sweep: the scenario, what was asked for, a run directory a member, and the results together.
public struct SweepDirectory: Sendable {
    public let path: String

    /// - Throws: ``RunFailure`` where the folder can't be made, or belongs to a run.
    public init(creating path: String) throws {
        self.path = path
        if FileManager.default.fileExists(atPath: path + "/stages") {
            throw RunFailure("'\(path)' is the directory of a run", help: "choose another one with --output")
        }
        if let fault = RunDirectory.create(path + "/members") {
            throw RunFailure(
                "can't create the directory '\(path)': \(fault)", help: "choose another one with --output")
        }
        guard access(path, W_OK) == 0, access(path + "/members", W_OK) == 0 else {
            throw RunFailure(
                "can't write to '\(path)': \(String(cString: strerror(errno)))",
                help: "change its permissions, or choose another directory with --output")
        }
    }

    public var scenario: String { path + "/scenario.yaml" }
    public var plan: String { path + "/sweep.json" }
    public var events: String { path + "/events.jsonl" }
    public var summary: String { path + "/summary.json" }
    public var results: String { path + "/results.h5" }
    public var table: String { path + "/results.csv" }
    public var report: String { path + "/report.html" }

    /// The run directory of a member.
    public func member(_ member: SweepMember) -> RunDirectory {
        RunDirectory(existing: "\(path)/members/\(member.folder)")
    }

    /// What a member's process printed, in all sessions.
    public func log(_ member: SweepMember) -> String { "\(path)/members/\(member.folder)/log.txt" }

    /// How many folders there are that no member of the sweep has.
    func strangers(to members: [SweepMember]) -> Int {
        let folders = Set(members.map(\.folder))
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/members")) ?? []
        return names.count { !folders.contains($0) }
    }
}
