public import Ansatz
import Foundation

/// Something that happened, and that a line of `events.jsonl` tells.
public protocol RecordedEvent: Sendable {
    /// The event as an object.
    var json: JSONValue { get }
    /// Whether it is for those who watch alone, and not for the file.
    var isPassing: Bool { get }
}

extension RecordedEvent {
    public var isPassing: Bool { false }
}

/// Appends events to `events.jsonl` and hands them to whoever watches.
final class EventLog<Event: RecordedEvent> {
    private let file: FileHandle?
    private let watch: (Event) -> Void

    init(path: String, watch: @escaping (Event) -> Void) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        file = descriptor >= 0 ? FileHandle(fileDescriptor: descriptor, closeOnDealloc: true) : nil
        self.watch = watch
    }

    /// A log that can't be written (a full disk) does not stop the run: results are checked where they are written.
    func send(_ event: Event) {
        watch(event)
        guard !event.isPassing, case .object(var members) = event.json else { return }
        members["time"] = .string(Date.now.formatted(.iso8601))
        try? file?.write(contentsOf: Data((CanonicalJSON.text(.object(members)) + "\n").utf8))
    }
}
