import Glibc
import Synchronization

/// A file that another process reads for this one. Its crash, its hang and its hunger become errors about the file.
final class ForeignFile: Sendable {
    private struct State {
        var child: ReadingChild?
        /// Why there is no child any more.
        var failure: StorageError?
    }

    let path: String
    private let identity: FileIdentity
    private let limits: ReadingLimits
    private let state: Mutex<State>

    init(path: String, _ process: ReadingProcess) throws {
        self.path = path
        identity = try FileIdentity(path: path)
        limits = process.limits
        state = Mutex(State(child: try ReadingChild(process, for: path)))
        _ = try answer(to: .open(path: path, limits: process.limits))
    }

    deinit {
        state.withLock { state in
            if let child = state.child { _ = child.end(isGone: false) }
            state.child = nil
        }
    }

    /// The error for an answer that does not fit the request.
    var nonsense: StorageError {
        StorageError(
            .failed, file: path, "the process that reads it gave an answer that makes no sense",
            help: "the file is damaged, or the command was rebuilt while it ran: run again, or make the file again")
    }

    func answer(to request: ReadRequest) throws -> ReadReply {
        try state.withLock { state in try answer(to: request, &state) }
    }

    func field(_ request: FieldRequest) throws -> Field {
        try state.withLock { state in
            guard case .field(let description) = try answer(to: .field(request), &state), let child = state.child else {
                throw nonsense
            }
            let shape = description.axes.map(\.count)
            let size = description.precision.byteCount
            let count = Tensor<Double>.elementCount(of: shape)
            do {
                try MemoryLimit.check(count, of: size, file: path, object: request.name, shape: shape)
            } catch {
                // The numbers are on their way and nobody wants them.
                end(&state, because: nil)
                throw error
            }
            var values = FieldValues.zeros(description.precision, shape: shape)
            do {
                let patience = Double(
                    limits.seconds(fileBytes: identity.byteCount, numbers: values.count * 2 * size) * limits.patience)
                try values.withMutableBytes { bytes in
                    var filled = 0
                    while true {
                        let deadline = MessageSocket.now + patience
                        let length = try child.socket.receiveLength(by: deadline)
                        if length == 0, filled == bytes.count { break }
                        if length == .max {
                            guard case .failure(let error) = try child.socket.receive(ReadReply.self, by: deadline)
                            else { throw MessageSocket.Failure.nonsense }
                            throw error
                        }
                        guard length > 0, length <= bytes.count - filled else { throw MessageSocket.Failure.nonsense }
                        let piece = UnsafeMutableRawBufferPointer(rebasing: bytes[filled..<(filled + Int(length))])
                        try child.socket.receive(into: piece, by: deadline)
                        filled += Int(length)
                    }
                }
            } catch let error as StorageError {
                throw error
            } catch {
                throw end(&state, because: error)
            }
            return try description.field(values)
        }
    }

    private func answer(to request: ReadRequest, _ state: inout State) throws -> ReadReply {
        if let failure = state.failure { throw failure }
        guard let child = state.child else { throw nonsense }
        guard try FileIdentity(path: path) == identity else {
            throw StorageError(
                .failed, file: path, "it was changed while it was being read",
                help: "let nothing write to it during the run, and run again")
        }
        do {
            try child.socket.send(request)
            var seconds = limits.seconds(fileBytes: identity.byteCount)
            while true {
                let deadline = MessageSocket.now + Double(seconds.saturatingMultiply(limits.patience))
                switch try child.socket.receive(ReadReply.self, by: deadline) {
                case .working(let more):
                    // The other process says how large the work is; that we wait for ever is not up to it.
                    let most = MemoryLimit.availableBytes().saturatingAdd(identity.byteCount.saturatingMultiply(2000))
                    let longest = limits.seconds(fileBytes: identity.byteCount, numbers: min(most, 1 << 50))
                    seconds = min(max(more, seconds), longest)
                case .failure(let error): throw error
                case let reply: return reply
                }
            }
        } catch let error as StorageError {
            throw error
        } catch {
            throw end(&state, because: error)
        }
    }

    /// Ends the process, and says what is wrong with the file that made it fail.
    @discardableResult
    private func end(_ state: inout State, because error: (any Error)?) -> StorageError {
        guard let child = state.child else { return state.failure ?? nonsense }
        state.child = nil
        let isGone = if case MessageSocket.Failure.closed? = error as? MessageSocket.Failure { true } else { false }
        let isLate = if case MessageSocket.Failure.late? = error as? MessageSocket.Failure { true } else { false }
        let damaged = "it is probably damaged: make it again, or copy it again from where it came"
        let failure: StorageError
        switch child.end(isGone: isGone) {
        case _ where isLate:
            failure = StorageError(
                .corrupt, file: path, "the HDF5 library did not come back from reading it, and was stopped",
                help: "\(damaged); or its disk does not answer")
        case .signal(SIGXCPU):
            failure = StorageError(
                .corrupt, file: path,
                "the HDF5 library worked on it far longer than files of its size need, and was stopped", help: damaged)
        case .signal(let number) where isGone:
            failure = StorageError(
                .corrupt, file: path,
                "the HDF5 library crashed on it (\(String(cString: strsignal(number))))", help: damaged)
        case .exit(127) where isGone:
            failure = StorageError(
                .failed, file: path, "the process that was to read it could not start",
                help: "check the installation with `ansatz doctor`")
        default: failure = nonsense
        }
        state.failure = failure
        return failure
    }
}
