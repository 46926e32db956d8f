import Ansatz
import Foundation

/// What `done.json` says of a finished result, so that a later run notices where somebody changed its files.
///
/// The small files are compared by digest every time. The result file may be large: while the kernel still gives the
/// size and the time of the last change that were recorded, it is taken to be the same; otherwise (a copied run
/// directory, an edit) it is hashed once more. The time is that of the inode, which programs can't set at will.
struct ResultSeal {
    static let name = "done.json"
    /// Small files that are worth nothing when changed, beside the result file itself. (A changed `key.json` is noticed
    /// by itself: it is no longer the key of the scenario.)
    private static let sealedFiles = ["metrics.json"]

    /// The digest of the result file.
    let result: String
    private let size: Int
    private let changed: String
    private let files: [String: String]

    /// Reads the seal of a folder; `nil` where there is none that can be read.
    init?(in folder: String) {
        guard let data = FileManager.default.contents(atPath: folder + "/" + Self.name),
            case .object(var members)? = try? JSONValue(parsing: data),
            let seal = members.removeValue(forKey: "seal"), seal == Self.digest(of: members)
        else { return nil }
        let json = JSONValue.object(members)
        guard let result = json["result"]?.string,
            case .integer(let size)? = json["size"], let changed = json["changed"]?.string,
            let files = json["files"]?.object
        else { return nil }
        self.result = result
        self.size = size
        self.changed = changed
        self.files = files.compactMapValues(\.string)
    }

    /// Seals the files of a folder as they are.
    static func write(in folder: String) throws {
        let resultPath = folder + "/" + ResultFolder.resultFile
        // First the state, then the digest: a change in between makes the next run hash again.
        let (size, changed) = try state(of: resultPath)
        let digest = try Digest(ofFile: resultPath).description
        var files: [String: JSONValue] = [:]
        for name in sealedFiles { files[name] = .string(try Digest(ofFile: folder + "/" + name).description) }
        var members: [String: JSONValue] = [
            "result": .string(digest), "size": .integer(size), "changed": .string(changed), "files": .object(files),
        ]
        members["seal"] = Self.digest(of: members)
        try AtomicFile.write(CanonicalJSON.pretty(.object(members)), to: folder + "/" + name)
    }

    /// Tells whether the file itself was changed.
    private static func digest(of members: [String: JSONValue]) -> JSONValue {
        .string(Digest(of: CanonicalJSON.text(.object(members))).description)
    }

    /// What was changed since, in words; `nil` where nothing was.
    func fault(in folder: String) -> String? {
        for name in Self.sealedFiles {
            guard let digest = try? Digest(ofFile: folder + "/" + name) else { return "its \(name) is missing" }
            if digest.description != files[name] { return "its \(name) was changed" }
        }
        let path = folder + "/" + ResultFolder.resultFile
        guard let state = try? Self.state(of: path) else { return "its \(ResultFolder.resultFile) is missing" }
        if state == (size, changed) { return nil }
        guard state.size == size, let digest = try? Digest(ofFile: path), digest.description == result else {
            return "its \(ResultFolder.resultFile) was changed"
        }
        return nil
    }

    private static func state(of path: String) throws -> (size: Int, changed: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw RunFailure("can't read '\(path)': \(String(cString: strerror(errno)))")
        }
        return (Int(status.st_size), "\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)")
    }
}
