import Ansatz
import Foundation

/// Where one method's result grows (`<path>.part`) and where it stands when finished (`<path>`).
///
/// Publishing is one rename, so a folder under its final name is complete.
struct ResultFolder {
    let path: String
    var part: String { path + ".part" }

    static let resultFile = "result.h5"

    /// What has to be done, found by comparing keys.
    enum Decision {
        case reuse(reason: String)
        /// The result is complete but lacks its name.
        case publish
        case resume
        /// A finished result goes on to a larger extent.
        case extend(reason: String)
        case run(reason: String)
    }

    /// - Parameter accept: keeps a result where only code changed.
    func decide(_ key: ResultKey, accept: Bool) -> Decision {
        if let stored = storedKey(in: part), stored.digest == key.digest, stored.extent == key.extent {
            if let seal = ResultSeal(in: part), seal.fault(in: part) == nil { return .publish }
            return .resume
        }
        guard exists(path) else {
            return .run(reason: exists(part) ? "the unfinished result was for other settings" : "no result yet")
        }
        guard let seal = ResultSeal(in: path), let stored = storedKey(in: path) else {
            return .run(reason: "the finished result is damaged: its done.json or key.json can't be read")
        }
        if let fault = seal.fault(in: path) { return .run(reason: "the finished result is damaged: \(fault)") }
        let acceptsCode = accept && key.differsOnlyInCode(from: stored.json)
        if stored.digest == key.digest || acceptsCode {
            if stored.extent == key.extent {
                return .reuse(reason: acceptsCode ? "only code changed, and --accept keeps it" : "nothing changed")
            }
            if key.extent > stored.extent, exists(path + "/" + CheckpointFile.name) {
                return .extend(reason: "from \(stored.extent) to \(key.extent)")
            }
            return .run(reason: "extent: \(stored.extent) -> \(key.extent)")
        }
        let changes = key.changes(from: stored.json)
        let shown = changes.prefix(3).joined(separator: "; ")
        return .run(reason: shown + (changes.count > 3 ? "; and \(changes.count - 3) more" : ""))
    }

    /// An empty part folder with the key in it.
    func begin(_ key: ResultKey) throws {
        try? FileManager.default.removeItem(atPath: part)
        do {
            try FileManager.default.createDirectory(atPath: part, withIntermediateDirectories: true)
        } catch {
            throw RunFailure(
                "can't create '\(part)': \(RunDirectory.reason(error))",
                help: "check the space on its disk and the permissions of its folder, and run again")
        }
        try write(key, to: part)
    }

    func write(_ key: ResultKey, to folder: String) throws {
        let stored: JSONValue = [
            "digest": .string(key.digest), "extent": .integer(key.extent), "key": key.json,
        ]
        try AtomicFile.write(CanonicalJSON.pretty(stored), to: folder + "/key.json")
    }

    /// Gives the finished part its name. An older result under that name is kept beside it, unless it was extended.
    func publish(replacingExtended: Bool) throws {
        try ResultSeal.write(in: part)
        try? FileManager.default.removeItem(atPath: part + "/" + CheckpointFile.spoolName)
        if exists(path) {
            let suffix = storedKey(in: path)?.digest.prefix(8) ?? "unknown"
            let old = "\(path).was-\(suffix)"
            try? FileManager.default.removeItem(atPath: old)
            try rename(path, old)
            try rename(part, path)
            if replacingExtended { try? FileManager.default.removeItem(atPath: old) }
        } else {
            try rename(part, path)
        }
    }

    private func rename(_ from: String, _ to: String) throws {
        guard Glibc.rename(from, to) == 0 else {
            throw RunFailure(
                "can't rename '\(from)' to '\(to)': \(String(cString: strerror(errno)))",
                help: "check the permissions of its folder, and run again")
        }
    }

    /// Bytes of the frames that an unfinished result has on the disk already.
    var spoolSize: Int {
        var status = stat()
        return stat(part + "/" + CheckpointFile.spoolName, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The digest of the finished result file.
    var resultDigest: String? { ResultSeal(in: path)?.result }

    private func storedKey(in folder: String) -> (digest: String, extent: Int, json: JSONValue)? {
        guard let stored = readJSON(folder + "/key.json"), let digest = stored["digest"]?.string,
            case .integer(let extent)? = stored["extent"], let json = stored["key"],
            Digest(of: CanonicalJSON.text(json)).description == digest
        else { return nil }
        return (digest, extent, json)
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    func readJSON(_ path: String) -> JSONValue? {
        FileManager.default.contents(atPath: path).flatMap { try? JSONValue(parsing: $0) }
    }
}
