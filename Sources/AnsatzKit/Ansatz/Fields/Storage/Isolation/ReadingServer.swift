import Glibc

/// Reads a file for another process, within limits that it sets itself before it opens the file.
public enum ReadingServer {
    /// Answers the requests that come over standard input, and ends the process with the last one.
    ///
    /// - Returns: only where standard input is no socket, so that nobody could ask.
    public static func run() {
        let socket = MessageSocket(descriptor: STDIN_FILENO)
        var status = stat()
        guard fstat(socket.descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
        do {
            guard case .open(let path, let limits) = try socket.receive(ReadRequest.self, by: nil) else { return }
            let allowance = ReadingAllowance(limits, path: path)
            allowance.begin(announce: announce(to: socket))
            let file: OpenedFile
            do {
                file = try OpenedFile(path: path) { allowance.admit($0) }
            } catch {
                try socket.send(ReadReply.failure(failure(error, path)))
                _exit(0)
            }
            try socket.send(ReadReply.done)
            while true {
                let request = try socket.receive(ReadRequest.self, by: nil)
                allowance.begin(announce: announce(to: socket))
                try answer(request, from: file, over: socket, allowance)
            }
        } catch {
            // The other end is gone, or is none of ours. No cleaning up: the library has hung in it.
            _exit(0)
        }
    }

    private static func announce(to socket: MessageSocket) -> @Sendable (Int) -> Void {
        { seconds in try? socket.send(ReadReply.working(seconds: seconds)) }
    }

    private static func answer(
        _ request: ReadRequest, from file: OpenedFile, over socket: MessageSocket, _ allowance: ReadingAllowance
    ) throws {
        let reply: ReadReply
        do {
            switch request {
            case .open: reply = .done
            case .attributes(let object): reply = .attributes(try file.attributes(of: object))
            case .names(let group): reply = .names(try file.names(in: group))
            case .variables: reply = .variables(try file.variables())
            case .variable(let name): reply = .variable(try file.variable(name))
            case .axes(let name): reply = .axes(try file.axes(of: name))
            case .seeds: reply = .names(try file.seeds())
            case .summary(let readsValues): reply = .summary(try FileSummary(of: file, readsValues: readsValues))
            case .check(let name): reply = .variable(try file.checkedVariable(name))
            case .field(let request):
                let source = try HDF5Library.locked { try file.source(of: request) }
                return try send(source, of: file, over: socket, allowance)
            }
        } catch {
            return try socket.send(ReadReply.failure(failure(error, file.path)))
        }
        try socket.send(reply)
    }

    /// The description, then the numbers in pieces, each after its length; 0 at the end, or all bits and what went wrong.
    private static func send(
        _ source: OpenedFile.Source, of file: OpenedFile, over socket: MessageSocket, _ allowance: ReadingAllowance
    ) throws {
        try socket.send(ReadReply.field(source.description))
        allowance.begin(announce: { _ in })
        do {
            try file.forEachPiece(of: source) { values in
                try values.withBytes { bytes in
                    guard !bytes.isEmpty else { return }
                    try socket.send(length: UInt64(bytes.count))
                    try socket.send(bytes)
                }
            }
            try socket.send(length: 0)
        } catch let error as MessageSocket.Failure {
            throw error
        } catch {
            try socket.send(length: .max)
            try socket.send(ReadReply.failure(failure(error, file.path)))
        }
    }

    private static func failure(_ error: any Error, _ path: String) -> StorageError {
        (error as? StorageError) ?? StorageError(.failed, file: path, "\(error)")
    }
}
