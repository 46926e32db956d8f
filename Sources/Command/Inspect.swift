import Ansatz
import ArgumentParser
import Engine
import Foundation

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what is in an HDF5 file or a run directory.",
        discussion: """
            Of a file: every dataset with its dimensions, unit, range and storage. Of a run: its stages, their state and \
            their files. A file that is missing, damaged or something else ends with exit code 2.

            Examples:
              ansatz inspect runs/heat-sor-bandit
              ansatz inspect runs/heat-sor-bandit/stages/run/cg/result.h5
            """)

    @Argument(help: "An HDF5 file, or a run directory.", completion: .file())
    var path: String

    @Flag(name: .customLong("no-values"), help: "Doesn't read the numbers: no ranges, no digest. For large files.")
    var skipsValues = false

    func run() throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            Terminal.failure("\(path): there is no such file", help: Self.neighbour(of: path))
            throw ExitCode(2)
        }
        if isFolder.boolValue {
            guard FileManager.default.fileExists(atPath: path + "/stages") else {
                Terminal.failure(
                    "'\(path)' is no run directory", help: "name the folder that `ansatz run` wrote, or an HDF5 file")
                throw ExitCode(2)
            }
            return RunInspection(RunDirectory(existing: path)).print()
        }
        do {
            let summary = try DatasetReader(path: path, in: FileReading.process).summary(readsValues: !skipsValues)
            FileInspection(summary, digest: skipsValues ? nil : try Digest(ofFile: path).description).print()
        } catch {
            let (message, help) = FailureText.of(error)
            Terminal.failure(message, help: help)
            throw ExitCode(2)
        }
    }

    /// A name in the same folder that may have been meant.
    private static func neighbour(of path: String) -> String? {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            return "the folder '\(folder.path)' does not exist either"
        }
        return Suggestion.closest(to: url.lastPathComponent, among: names.sorted()).map { "did you mean '\($0)'?" }
    }
}
