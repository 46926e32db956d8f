import Foundation
import Testing
import TestSupport

@Suite("Output in bounded memory")
struct SnapshotTests {
    private static var isOptimized: Bool {
        // Sanitizers keep freed memory and a shadow of all of it.
        #if DEBUG || ANSATZ_SANITIZE_ADDRESS || ANSATZ_SANITIZE_THREAD
            false
        #else
            true
        #endif
    }

    // 500 frames take 266 MB as they are and 200 MB compressed, so that keeping them would be seen.
    @Test("500 snapshots of 256 x 256 with at most 150 MB", .enabled(if: isOptimized, "in release builds"))
    func peak() throws {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            BuiltCommand.repository.appending(path: "Benchmarks/snapshots.py").path, "--snapshots", "500", "--limit",
            "150", "--command", BuiltCommand.executable.path, "--folder", folder.url.path,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
