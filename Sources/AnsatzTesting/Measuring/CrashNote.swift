import Glibc
import Synchronization

/// Says which check was running when the process died: a trap can't be caught, and the test runner does not know it.
enum CrashNote {
    /// Where each thread keeps its note.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// Runs `body` with a note for the case that it ends the process.
    static func during<Result>(_ text: String, _ body: () throws -> Result) rethrows -> Result {
        _ = installed
        let outer = pthread_getspecific(key)
        let bytes = strdup("\nansatz contract: the process died in the check '\(text)'\n")
        pthread_setspecific(key, bytes)
        defer {
            pthread_setspecific(key, outer)
            free(bytes)
        }
        return try body()
    }

    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGFPE, SIGBUS]

    /// What was there before, by the signal's number.
    nonisolated(unsafe) private static let former = UnsafeMutablePointer<sigaction>.allocate(capacity: 32)

    /// Handlers that write the note of the thread, put back what was there before, and let the fault happen again.
    private static let installed: Void = {
        _ = key
        for signal in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { signal in
                if let note = pthread_getspecific(CrashNote.key) {
                    let text = note.assumingMemoryBound(to: CChar.self)
                    _ = write(2, text, strlen(text))
                }
                sigaction(signal, CrashNote.former + Int(signal), nil)
            }
            sigaction(signal, &action, former + Int(signal))
        }
    }()
}
