public import Ansatz
import Foundation

/// What happens during a run, as it happens.
public enum RunEvent: RecordedEvent {
    case runStarted(name: String, directory: String)
    /// What will be done for a method (`stage` or `stage.method`), and why.
    case decided(place: String, action: RunAction, reason: String)
    case progress(ProgressUpdate)
    case checkpoint(place: String, done: Int)
    case warning(place: String?, message: String)
    case finished(place: String, status: ResultStatus, message: String?)
    case runFinished(status: ResultStatus)

    /// The event as a line of `events.jsonl`.
    public var json: JSONValue {
        switch self {
        case .runStarted(let name, let directory):
            ["event": "run_started", "name": .string(name), "directory": .string(directory)]
        case .decided(let place, let action, let reason):
            [
                "event": "decided", "stage": .string(place), "action": .string(action.rawValue),
                "reason": .string(reason),
            ]
        case .progress(let update):
            [
                "event": "progress", "stage": .string(update.method.map { "\(update.stage).\($0)" } ?? update.stage),
                "done": .number(update.done), "total": update.total.map { .number($0) } ?? .null,
                "unit": .string(update.unit),
            ]
        case .checkpoint(let place, let done):
            ["event": "checkpoint", "stage": .string(place), "done": .integer(done)]
        case .warning(let place, let message):
            ["event": "warning", "stage": place.map { .string($0) } ?? .null, "message": .string(message)]
        case .finished(let place, let status, let message):
            [
                "event": "finished", "stage": .string(place), "status": .string(status.rawValue),
                "message": message.map { .string($0) } ?? .null,
            ]
        case .runFinished(let status): ["event": "run_finished", "status": .string(status.rawValue)]
        }
    }
}

/// What is done for a method.
public enum RunAction: String, Sendable {
    case run, resume, extend, reuse
}

/// How something ended.
public enum ResultStatus: String, Sendable, Codable {
    case ok, failed, interrupted, skipped
}
