import FoundationEssentials
import Glibc

/// One end of a connection between two processes that exchange messages and runs of bytes.
///
/// A message is its length in 8 bytes, little-endian, and so many bytes of a property list.
struct MessageSocket {
    let descriptor: Int32

    /// Why nothing more comes from the other end.
    enum Failure: Error {
        case closed
        case late
        case nonsense
    }

    /// Longer messages are not believed: a file with a million objects makes about 500 MB.
    private static let messageLimit = 1 << 30

    func send(_ message: some Encodable) throws {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        let body = try encoder.encode([message])
        try send(length: UInt64(body.count))
        try body.withUnsafeBytes { try send($0) }
    }

    func send(length: UInt64) throws {
        try withUnsafeBytes(of: length.littleEndian) { try send($0) }
    }

    func send(_ bytes: UnsafeRawBufferPointer) throws {
        var sent = 0
        while sent < bytes.count {
            // A dead receiver is an error here, not a signal.
            let count = Glibc.send(
                descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure.closed }
            sent += count
        }
    }

    /// - Parameter deadline: seconds on the monotonic clock; `nil` waits for ever.
    func receive<Message: Decodable>(_ type: Message.Type, by deadline: Double?) throws -> Message {
        let length = try receiveLength(by: deadline)
        guard length <= Self.messageLimit else { throw Failure.nonsense }
        var body = Data(count: Int(length))
        try body.withUnsafeMutableBytes { try receive(into: $0, by: deadline) }
        guard let message = try PropertyListDecoder().decode([Message].self, from: body).first else {
            throw Failure.nonsense
        }
        return message
    }

    func receiveLength(by deadline: Double?) throws -> UInt64 {
        var length: UInt64 = 0
        try withUnsafeMutableBytes(of: &length) { try receive(into: $0, by: deadline) }
        return UInt64(littleEndian: length)
    }

    func receive(into bytes: UnsafeMutableRawBufferPointer, by deadline: Double?) throws {
        var received = 0
        while received < bytes.count {
            if let deadline { try wait(until: deadline) }
            let count = recv(descriptor, bytes.baseAddress.map { $0 + received }, bytes.count - received, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure.closed }
            received += count
        }
    }

    private func wait(until deadline: Double) throws {
        while true {
            let left = deadline - Self.now
            guard left > 0 else { throw Failure.late }
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = poll(&request, 1, Int32(min(left * 1000 + 1, 1e9)))
            if count > 0 { return }
            if count < 0, errno != EINTR { throw Failure.closed }
        }
    }

    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
