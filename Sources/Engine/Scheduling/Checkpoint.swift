import Ansatz
import Foundation

/// Everything that changes while a method works.
struct Checkpoint: Codable {
    /// Steps or samples done.
    var done: Int
    /// Wall-clock seconds spent so far, all sessions added.
    var seconds: Double
    var state: Tensor<Double>?
    /// One number per step and series.
    var history: [String: Tensor<Double>] = [:]
    var iterations = 0
    /// Counted operations.
    var work = 0.0
    var worstDefect = 0.0
    var worstStep = 0
    /// The method's own state, and those of the components it bound, in order.
    var methodState: Data?
    var boundStates: [Data?] = []
    /// Where the frames end; `nil` for work that writes none.
    var spool: FrameSpool.Cursor?
    /// Whether the fallback is at work in place of the method.
    var usesFallback = false
}

/// A checkpoint on disk: written beside the old one and renamed, with a digest, and the one before it kept.
struct CheckpointFile {
    static let name = "checkpoint.bin"
    static let spoolName = "frames.spool"

    let folder: String

    private var path: String { folder + "/" + Self.name }
    private var previous: String { folder + "/checkpoint.previous.bin" }

    func write(_ checkpoint: Checkpoint) throws {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        let body = try encoder.encode(checkpoint)
        let temporary = AtomicFile.temporaryPath(for: path)
        do {
            try (Data(Digest(of: body).bytes) + body).write(to: URL(fileURLWithPath: temporary))
        } catch {
            unlink(temporary)
            throw RunFailure(
                "can't write '\(path)': \(RunDirectory.reason(error))", help: "free space on the disk, and run again")
        }
        if FileManager.default.fileExists(atPath: path) { rename(path, previous) }
        try AtomicFile.publish(path)
    }

    /// The newest checkpoint that is whole; `nil` where there is none.
    func read() -> Checkpoint? { read(path) ?? read(previous) }

    private func read(_ path: String) -> Checkpoint? {
        guard let data = FileManager.default.contents(atPath: path), data.count > 32 else { return nil }
        let body = data.dropFirst(32)
        guard Digest(of: body).bytes.elementsEqual(data.prefix(32)) else { return nil }
        return try? PropertyListDecoder().decode(Checkpoint.self, from: Data(body))
    }

    /// What a finished result keeps of it.
    func removePrevious() { unlink(previous) }
}
