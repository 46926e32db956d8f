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

    /// A damaged file can crash or hang the HDF5 library, so the file is opened by a process of its own.
    private static let childVariable = "ANSATZ_INSPECTS_FILE"

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
        guard ProcessInfo.processInfo.environment[Self.childVariable] != nil else { return try inspectInChild() }
        try limitTime()
        do {
            let summary = try FileSummary(path: path, readsValues: !skipsValues)
            FileInspection(summary, digest: skipsValues ? nil : try Digest(ofFile: path).description).print()
        } catch {
            let (message, help) = FailureText.of(error)
            Terminal.failure(message, help: help)
            throw ExitCode(2)
        }
    }

    /// Some damaged files hang the library: a minute of work, and another for each 600 MB, ends this process.
    private func limitTime() throws {
        var status = stat()
        let seconds = 60 + (stat(path, &status) == 0 ? rlim_t(max(0, status.st_size)) / 10_000_000 : 0)
        var limit = rlimit(rlim_cur: seconds, rlim_max: seconds)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
    }

    private func inspectInChild() throws {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = Array(CommandLine.arguments.dropFirst())
        child.environment = ProcessInfo.processInfo.environment.merging([Self.childVariable: "1"]) { _, new in new }
        do { try child.run() } catch {
            throw RunFailure("can't start a process to read '\(path)': \(error)")
        }
        child.waitUntilExit()
        if child.terminationReason == .uncaughtSignal {
            Terminal.failure(
                "\(path): the HDF5 library crashed or hung on it (\(String(cString: strsignal(child.terminationStatus))))",
                help: "the file is damaged; make or copy it again")
            throw ExitCode(2)
        }
        if child.terminationStatus != 0 { throw ExitCode(child.terminationStatus) }
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
