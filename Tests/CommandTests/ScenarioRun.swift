import Foundation
import TestSupport

/// A scenario in a folder of its own, with the run directories that tests make beside it.
struct ScenarioRun {
    let folder: TemporaryFolder
    let file: String

    init(_ yaml: String) throws {
        folder = try TemporaryFolder()
        file = try folder.write(yaml, to: "scenario.yaml")
    }

    func rewrite(_ yaml: String) throws { _ = try folder.write(yaml, to: "scenario.yaml") }

    func arguments(to output: String, _ more: [String] = []) -> [String] {
        ["run", file, "-o", folder.path(output)] + more
    }

    @discardableResult
    func run(to output: String, _ more: String...) throws -> BuiltCommand.Outcome {
        try BuiltCommand.run(arguments(to: output, more))
    }

    func start(to output: String, _ more: String...) throws -> RunningCommand {
        try BuiltCommand.start(arguments(to: output, more))
    }

    func path(_ output: String, _ relative: String) -> String { folder.path("\(output)/\(relative)") }

    /// Results by their path: everything that must not depend on how a run came about.
    func dataFiles(of output: String) throws -> [String: Data] {
        let root = path(output, "stages")
        var files: [String: Data] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: root) ?? .init()
        where ["result.h5", "result.xdmf", "metrics.json"].contains((name as NSString).lastPathComponent)
            && !name.contains(".was-")
        {
            files[name] = try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(name)"))
        }
        return files
    }

    /// Names of data files that differ or exist on one side only.
    static func differences(_ first: [String: Data], _ second: [String: Data]) -> [String] {
        Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }.sorted()
    }

    /// What a finished run must not leave behind.
    func leftovers(in output: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: path(output, ""))?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            [".part", ".tmp", ".spool"].contains { name.hasSuffix($0) } || name.contains(".was-")
                || name.contains("previous")
        }
    }

    /// The lines of `events.jsonl`, the last session's only.
    func lastSession(of output: String) -> [[String: Any]] {
        let all = events(of: output)
        return Array(all[(all.lastIndex { $0["event"] as? String == "run_started" } ?? 0)...])
    }

    func events(of output: String) -> [[String: Any]] {
        let text = (try? String(contentsOfFile: path(output, "events.jsonl"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// What the last session did, by `stage.method`: `reuse: nothing changed`.
    func decisions(of output: String) -> [String: String] {
        lastSession(of: output).reduce(into: [:]) { all, event in
            guard let place = event["stage"] as? String, let action = event["action"] as? String else { return }
            all[place] = "\(action): \(event["reason"] as? String ?? "")"
        }
    }

    func status(of output: String) throws -> String? {
        let data = try Data(contentsOf: URL(fileURLWithPath: path(output, "summary.json")))
        return (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["status"] as? String
    }

    /// Waits until a file of a run has that many bytes.
    ///
    /// - Returns: whether it happened before the command ended.
    func wait(for relative: String, in output: String, bytes: Int = 0, of command: RunningCommand) -> Bool {
        let file = path(output, relative)
        var information = stat()
        while command.process.isRunning {
            if stat(file, &information) == 0, Int(information.st_size) >= bytes { return true }
            usleep(100)
        }
        return false
    }
}
