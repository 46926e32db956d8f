public import Ansatz
import Foundation

/// What happens during a sweep, as it happens.
public enum SweepEvent: Sendable {
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
}

/// Appends events to `events.jsonl` and hands them to whoever watches.
final class SweepLog {
    private let file: FileHandle?
    private let watch: (SweepEvent) -> Void

    init(_ directory: SweepDirectory, watch: @escaping (SweepEvent) -> Void) {
        let descriptor = open(directory.events, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        file = descriptor >= 0 ? FileHandle(fileDescriptor: descriptor, closeOnDealloc: true) : nil
        self.watch = watch
    }

    /// Progress is for those who watch; the file has what happened.
    func send(_ event: SweepEvent) {
        watch(event)
        if case .progress = event { return }
        guard case .object(var members) = event.json else { return }
        members["time"] = .string(Date.now.formatted(.iso8601))
        try? file?.write(contentsOf: Data((CanonicalJSON.text(.object(members)) + "\n").utf8))
    }
}
