import Ansatz
import Engine
import Foundation

/// What `inspect` prints of a run directory. Works on unfinished and on killed runs, too.
struct RunInspection {
    private let directory: RunDirectory

    init(_ directory: RunDirectory) { self.directory = directory }

    func print() {
        if let summary = try? RunSummary(of: directory) {
            Swift.print("\(directory.path): run '\(summary.name)', \(summary.status.rawValue)\n")
        } else {
            Swift.print("\(directory.path): a run without a summary: it is going on, or was killed\n")
        }
        let folders = resultFolders()
        let results = TextTable(
            [
                TableColumn("result"), TableColumn("state"), TableColumn("key"), .number("seconds", .duration),
                .number("size", .bytes),
            ],
            rows: folders.map { folder in
                let files = Self.files(in: folder.path)
                return [
                    .text(folder.place), .text(folder.state), .text(String(folder.key.prefix(12))),
                    .optional(Self.number("seconds", in: folder.path + "/timing.json")),
                    .number(files.reduce(0) { $0 + Double($1.size) }),
                ]
            })
        Swift.print(folders.isEmpty ? "It has no results yet.\n" : results.text(width: Terminal.width))
        let folderPaths = [(name: "", path: directory.path)] + folders.map { (name: $0.name + "/", path: $0.path) }
        let files = folderPaths.flatMap { folder in
            Self.files(in: folder.path).map { (name: folder.name + $0.name, size: $0.size) }
        }
        let table = TextTable(
            [TableColumn("file"), .number("size", .bytes)],
            rows: files.map { [.text($0.name), .number(Double($0.size))] })
        Swift.print(table.text(width: Terminal.width), terminator: "")
    }

    private struct ResultEntry {
        /// Relative to the run directory: `stages/run/cg`.
        var name: String
        var path: String
        var place: String
        var state: String
        var key: String
    }

    /// The folders below `stages` that hold a result, begun, finished or replaced, or a table.
    private func resultFolders() -> [ResultEntry] {
        var entries: [ResultEntry] = []
        for stage in Self.folders(in: directory.path + "/stages") {
            let name = "stages/\(stage)"
            if let entry = entry(name) {
                entries.append(entry)
                continue
            }
            entries += Self.folders(in: "\(directory.path)/\(name)").compactMap { self.entry("\(name)/\($0)") }
        }
        return entries
    }

    private func entry(_ name: String) -> ResultEntry? {
        let path = "\(directory.path)/\(name)"
        let place = name.split(separator: "/").dropFirst().joined(separator: ".")
        if FileManager.default.fileExists(atPath: path + "/table.json") {
            return ResultEntry(name: name, path: path, place: place, state: "table", key: "")
        }
        guard let key = Self.json(path + "/key.json") else { return nil }
        let state = name.hasSuffix(".part") ? "unfinished" : name.contains(".was-") ? "replaced" : "finished"
        return ResultEntry(name: name, path: path, place: place, state: state, key: key["digest"]?.string ?? "")
    }

    private static func json(_ path: String) -> JSONValue? {
        FileManager.default.contents(atPath: path).flatMap { try? JSONValue(parsing: $0) }
    }

    private static func number(_ name: String, in path: String) -> Double? { json(path)?[name]?.double }

    private static func folders(in path: String) -> [String] {
        names(in: path).filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
                && isFolder.boolValue
        }
    }

    private static func files(in path: String) -> [(name: String, size: Int)] {
        names(in: path).compactMap { name in
            var status = stat()
            guard stat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return (name, Int(status.st_size))
        }
    }

    private static func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
