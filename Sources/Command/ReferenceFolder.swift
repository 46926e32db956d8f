import Ansatz
import ArgumentParser
import Engine
import Foundation

/// Writes the reference in Markdown.
struct ReferenceFolder {
    let path: String

    /// Writes all pages, and removes pages of an earlier writing that are none any more.
    ///
    /// A folder that holds something else is refused, since a misspelt path would lose it.
    ///
    /// - Throws: exit code 2, after the reason was printed.
    func write(_ registry: Registry) throws {
        let pages = ReferencePages(
            registry, others: CommandPages.all, command: "./ansatz describe --reference docs/reference"
        ).all
        let found = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
        let files = found.filter { !isFolder($0) }
        if let stranger = files.first(where: { !$0.hasSuffix(".md") }) {
            Terminal.failure("'\(path)' holds '\(stranger)', which is no page", help: "name a folder of its own")
            throw ExitCode(ExitStatus.scenario.rawValue)
        }
        let index = try? String(contentsOfFile: "\(path)/README.md", encoding: .utf8)
        if !files.isEmpty, index?.hasPrefix("# Reference\n") != true {
            Terminal.failure("'\(path)' holds pages that are no reference", help: "name a folder of its own")
            throw ExitCode(ExitStatus.scenario.rawValue)
        }
        for page in pages {
            let folder = URL(fileURLWithPath: "\(path)/\(page.path)").deletingLastPathComponent().path
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                Terminal.failure("can't create '\(folder)': \(OutputFile.reason(error))", help: "name another folder")
                throw ExitCode(ExitStatus.scenario.rawValue)
            }
            try OutputFile.write(page.text, to: "\(path)/\(page.path)")
        }
        let names = Set(pages.map(\.path))
        for file in files where !names.contains(file) { try? FileManager.default.removeItem(atPath: "\(path)/\(file)") }
        print("\(path): \(pages.count) pages")
    }

    private func isFolder(_ name: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder) && isFolder.boolValue
    }
}
