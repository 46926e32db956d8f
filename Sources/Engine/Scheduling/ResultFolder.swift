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
            // An extension that was stopped before its first checkpoint starts again from the finished result.
            if CheckpointFile(folder: part).read() != nil || !canExtend(to: key, accept: accept) { return .resume }
        }
        guard exists(path) else {
            guard let unfinished = storedKey(in: part) else { return .run(reason: "no result yet") }
            return .run(reason: "the unfinished result was for other settings: \(key.difference(from: unfinished))")
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
            if canExtend(to: key, accept: accept) {
                return .extend(reason: "\(key.extentName): \(stored.extent) -> \(key.extent)")
            }
        }
        return .run(reason: key.difference(from: stored))
    }

    /// Whether a finished result can go on to a key.
    private func canExtend(to key: ResultKey, accept: Bool) -> Bool {
        guard exists(path + "/done.json"), let stored = storedKey(in: path), stored.extent < key.extent else {
            return false
        }
        return (stored.digest == key.digest || accept && key.differsOnlyInCode(from: stored.json))
            && CheckpointFile(folder: path).read() != nil
    }

    /// An empty part folder with the key in it.
    func begin(_ key: ResultKey) throws {
        do {
            if exists(part) {
                // First of all the key, so that what a kill leaves behind belongs to no settings.
                unlink(part + "/key.json")
                try FileManager.default.removeItem(atPath: part)
            }
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

    /// Gives the finished part its name. An older result under that name is kept beside it, unless this one extends it.
    func publish() throws {
        try ResultSeal.write(in: part)
        try? FileManager.default.removeItem(atPath: part + "/" + CheckpointFile.spoolName)
        if exists(path) {
            let old = pathKept(for: storedKey(in: path)?.digest)
            try? FileManager.default.removeItem(atPath: old)
            try rename(path, old)
        }
        try rename(part, path)
        removeOutgrown()
    }

    /// Removes the result that this one extends, also where a kill came between publishing and removing.
    func removeOutgrown() {
        guard let stored = storedKey(in: path) else { return }
        let old = pathKept(for: stored.digest)
        guard exists(old), (storedKey(in: old)?.extent ?? 0) <= stored.extent else { return }
        unlink(old + "/key.json")
        try? FileManager.default.removeItem(atPath: old)
    }

    private func pathKept(for digest: String?) -> String { "\(path).was-\(digest?.prefix(8) ?? "unknown")" }

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

    /// The key of a folder; `nil` where it is missing or was changed by somebody.
    private func storedKey(in folder: String) -> StoredKey? { readJSON(folder + "/key.json").flatMap(StoredKey.init) }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    func readJSON(_ path: String) -> JSONValue? {
        FileManager.default.contents(atPath: path).flatMap { try? JSONValue(parsing: $0) }
    }
}
