import Foundation
import Testing

/// The launcher is a shell script, and so are its tests: they put stand-ins for `swift`, `apt-get` and their like on PATH.
@Suite struct LauncherTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Launcher")

    @Test func everyClaimOfTheShellTestsHolds() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [Self.folder.appending(path: "launcher-tests.sh").path(percentEncoded: false)]
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()

        let lines = output.split(separator: "\n")
        let falseClaims = lines.drop { !$0.hasPrefix("FALSE") }
        #expect(process.terminationStatus == 0, "\(falseClaims.joined(separator: "\n"))")
        #expect(lines.contains { $0.hasPrefix("ok: ") })
    }
}
