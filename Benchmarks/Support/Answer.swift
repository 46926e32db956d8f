public import Ansatz
import Foundation

/// The whole of a program, `PROGRAM LIBRARIES REQUEST`: plugins' libraries, separated by colons, and JSON.
///
/// Prints the answer as JSON on one line, or says on the error stream why there is none and ends with status 1.
public enum Answer {
    public static func print(to body: (Request) throws -> [String: JSONValue]) {
        do {
            guard CommandLine.arguments.count == 3 else {
                throw Failure("usage: \(CommandLine.arguments[0]) LIBRARIES REQUEST")
            }
            let registry = try Registry(libraries: CommandLine.arguments[1])
            let request = Request(try JSONValue(parsing: CommandLine.arguments[2]), registry)
            Swift.print(CanonicalJSON.text(.object(try body(request))))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }
}
