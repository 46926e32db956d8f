public import Ansatz
import Synchronization

/// The input files of a run, each opened once and kept open, so that a file is the same for the checks before the run
/// and for every method that reads it.
public final class InputReaders: Sendable {
    private let process: ReadingProcess?
    private let opened = Mutex<[String: Result<DatasetReader, StorageError>]>([:])

    /// Files beyond these are opened anew each time: each takes a process.
    private static let limit = 32

    /// - Parameter process: reads files that others made, so that damaged ones can't crash or hang this process; `nil`
    ///   opens them here, which only tests should want.
    public init(process: ReadingProcess?) { self.process = process }

    /// - Throws: ``StorageError`` where the file can't be read; the same for every call.
    public func reader(of path: String) throws -> DatasetReader {
        if let known = opened.withLock({ $0[path] }) { return try known.get() }
        let result = Result { () throws(StorageError) in
            do {
                return try process.map { try DatasetReader(path: path, in: $0) } ?? DatasetReader(path: path)
            } catch let error as StorageError {
                throw error
            } catch {
                throw StorageError(.failed, file: path, "\(error)")
            }
        }
        opened.withLock { if $0.count < Self.limit { $0[path] = result } }
        return try result.get()
    }
}
