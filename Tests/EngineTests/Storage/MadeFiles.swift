import Foundation
import TestSupport

/// A folder of files that scripts of Tests/Python made with Debian's h5py; `nil` where one of them failed.
func filesMade(for purpose: String, by scripts: [String]) -> TemporaryFolder? {
    guard let folder = try? TemporaryFolder(shared: purpose) else { return nil }
    for script in scripts {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [BuiltCommand.repository.appending(path: "Tests/Python/\(script)").path, folder.url.path]
        do { try process.run() } catch { return nil }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
    }
    return folder
}
