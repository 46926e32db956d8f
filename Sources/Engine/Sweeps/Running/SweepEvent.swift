public import Ansatz
import Foundation

/// What happens during a sweep, as it happens.
public enum SweepEvent: RecordedEvent {
    /// - Parameters:
    ///   - done: how many are reused.
    ///   - strangers: folders of members that the sweep has no more.
    case started(name: String, directory: String, members: Int, done: Int, jobs: Int, threads: Int, strangers: Int)
    case memberStarted(SweepMember, action: RunAction)
    case memberFinished(SweepSummary.Member)
    case progress(done: Int, failed: Int, running: Int, total: Int, remaining: Double?)
    case warning(String)
    case finished(status: ResultStatus)

    /// The event as a line of `events.jsonl`.
    public var json: JSONValue {
        switch self {
        case .started(let name, let directory, let members, let done, let jobs, let threads, let strangers):
            [
                "event": "sweep_started", "name": .string(name), "directory": .string(directory),
                "members": .integer(members), "done": .integer(done), "jobs": .integer(jobs),
                "threads": .integer(threads), "strangers": .integer(strangers),
            ]
        case .memberStarted(let member, let action):
            [
                "event": "member_started", "member": .string(member.folder), "action": .string(action.rawValue),
                "values": .string(member.label),
            ]
        case .memberFinished(let member):
            [
                "event": "member_finished", "member": .string(member.member.folder),
                "status": .string(member.status.rawValue), "seconds": .optional(member.seconds),
                "message": member.error.map { .string($0) } ?? .null,
            ]
        case .progress(let done, let failed, let running, let total, let remaining):
            [
                "event": "progress", "done": .integer(done), "failed": .integer(failed), "running": .integer(running),
                "total": .integer(total), "remaining_seconds": .optional(remaining),
            ]
        case .warning(let message): ["event": "warning", "message": .string(message)]
        case .finished(let status): ["event": "sweep_finished", "status": .string(status.rawValue)]
        }
    }

    public var isPassing: Bool { if case .progress = self { true } else { false } }
}
