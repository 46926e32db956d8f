import Ansatz
import Engine
import Foundation

/// Writes the reference in Markdown.
struct ReferenceFolder {
    let path: String

    /// Writes all pages, and removes pages of an earlier writing that are none any more.
    ///
    /// A folder that holds something else is refused, since a misspelt path would lose it.
    ///
    /// - Throws: `RunFailure` or `StorageError` where that is so, or the folder can't be written to.
    func write(_ registry: Registry) throws {
        let pages = ReferencePages(
            registry, others: CommandPages.all, command: "./ansatz describe --reference docs/reference"
        ).all
        let found = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
        let files = found.filter { !isFolder($0) }
        if let stranger = files.first(where: { !$0.hasSuffix(".md") }) {
            throw RunFailure("'\(path)' holds '\(stranger)', which is no page", help: "name a folder of its own")
        }
        let index = try? String(contentsOfFile: "\(path)/README.md", encoding: .utf8)
        if !files.isEmpty, index?.hasPrefix("# Reference\n") != true {
            throw RunFailure("'\(path)' holds pages that are no reference", help: "name a folder of its own")
        }
        for page in pages {
            let folder = URL(fileURLWithPath: "\(path)/\(page.path)").deletingLastPathComponent().path
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw RunFailure("can't create the folder '\(folder)'", help: "name another folder")
            }
            try AtomicFile.write(page.text, to: "\(path)/\(page.path)")
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
