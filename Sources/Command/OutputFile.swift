import ArgumentParser
import Foundation

/// Files that a verb writes because it was told to.
enum OutputFile {
    /// Writes a text, replacing what is there.
    ///
    /// - Throws: exit code 2, after the reason was printed.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            Terminal.failure("can't write '\(path)': \(reason(error))", help: "name another file")
            throw ExitCode(2)
        }
    }

    /// Foundation's errors without its wrapping.
    static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        return (error as NSError).localizedDescription
    }
}
