import Glibc

/// An append-only file of encoded frames: what a run that may be killed writes, until ``DatasetWriter`` makes the result
/// of it.
///
/// Every frame has its length before it and a checksum at its end. A frame that was being written when the power went
/// is recognised and dropped. Not to be shared between threads.
public final class FrameSpool {
    /// A place between two frames, for checkpoints.
    public struct Cursor: Hashable, Sendable, Codable {
        public var frameCount: Int
        public var byteOffset: Int

        public init(frameCount: Int, byteOffset: Int) {
            self.frameCount = frameCount
            self.byteOffset = byteOffset
        }
    }

    public let path: String
    /// After the last frame.
    public private(set) var cursor: Cursor
    /// What was cut off the end when the spool was opened, in bytes: a torn frame, or 0.
    public private(set) var droppedByteCount = 0

    /// Before the first frame.
    public var start: Cursor { Cursor(frameCount: 0, byteOffset: header.count) }

    private let descriptor: Int32
    private let header: [UInt8]

    private static let magic = Array("ANSATZ-SPOOL-1\n\n".utf8)

    /// Opens the spool of that layout, or makes an empty one. A torn end is cut off.
    ///
    /// - Throws: ``StorageError`` where the file is something else, or belongs to another layout.
    public init(path: String, layout: DatasetLayout) throws {
        self.path = path
        var header = Self.magic
        header.append(littleEndian: layout.fingerprint)
        self.header = header
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemFailure.error(errno, "open", path) }
        cursor = Cursor(frameCount: 0, byteOffset: header.count)
        try recover()
    }

    deinit { close(descriptor) }

    /// Appends a frame.
    ///
    /// - Throws: ``StorageError`` where the frame belongs to another layout or the disk is full; the spool is as before.
    public func append(_ frame: EncodedFrame) throws {
        var fingerprint: [UInt8] = []
        fingerprint.append(littleEndian: frame.layoutFingerprint)
        guard header.suffix(8).elementsEqual(fingerprint) else {
            throw StorageError(.wrongShape, file: path, "the frame was made for a file of another layout")
        }
        let bytes = frame.bytes
        var length: [UInt8] = []
        length.append(littleEndian: UInt64(bytes.count))
        do {
            try AtomicFile.write(length, to: descriptor, path: path)
            try AtomicFile.write(bytes, to: descriptor, path: path)
        } catch {
            ftruncate(descriptor, cursor.byteOffset)
            lseek(descriptor, cursor.byteOffset, SEEK_SET)
            throw error
        }
        cursor.frameCount += 1
        cursor.byteOffset += length.count + bytes.count
    }

    /// Puts all frames on the disk; then a checkpoint may refer to the cursor it returns.
    @discardableResult
    public func synchronize() throws -> Cursor {
        guard fsync(descriptor) == 0 else { throw SystemFailure.error(errno, "write", path) }
        return cursor
    }

    /// Drops all frames after a cursor: a run that continues from a checkpoint computes them again.
    ///
    /// - Throws: ``StorageError`` where the spool is shorter than that, or the cursor is not between two frames.
    public func truncate(to target: Cursor) throws {
        var place = Cursor(frameCount: 0, byteOffset: header.count)
        while place.frameCount < target.frameCount, place.byteOffset < cursor.byteOffset {
            guard let length = try length(at: place.byteOffset) else { break }
            place.byteOffset += 8 + length
            place.frameCount += 1
        }
        guard place == target else {
            throw StorageError(
                .truncated, file: path,
                "the checkpoint needs \(target.frameCount) frames up to byte \(target.byteOffset), but the spool has "
                    + "\(cursor.frameCount) up to byte \(cursor.byteOffset)",
                help: "the file was changed since the checkpoint; start this stage afresh")
        }
        guard ftruncate(descriptor, target.byteOffset) == 0 else { throw SystemFailure.error(errno, "shorten", path) }
        lseek(descriptor, target.byteOffset, SEEK_SET)
        cursor = target
    }

    /// Calls `body` with every frame in order, holding one at a time.
    public func forEachFrame(_ body: (EncodedFrame) throws -> Void) throws {
        var offset = header.count
        for number in 0..<cursor.frameCount {
            guard let length = try length(at: offset), let frame = try frame(at: offset, length: length) else {
                throw StorageError(.corrupt, file: path, "frame \(number) is damaged")
            }
            try body(frame)
            offset += 8 + length
        }
    }

    /// Finds the last whole frame and cuts off what follows it.
    private func recover() throws {
        let present = try read(at: 0, count: header.count)
        // An empty file, or one torn within its header, holds nothing yet.
        if present.count < header.count, header.starts(with: present) {
            ftruncate(descriptor, 0)
            lseek(descriptor, 0, SEEK_SET)
            return try AtomicFile.write(header, to: descriptor, path: path)
        }
        guard present.starts(with: Self.magic) else {
            throw StorageError(.wrongType, file: path, "this is not a spool of frames")
        }
        guard present == header else {
            throw StorageError(
                .wrongShape, file: path, "this spool holds frames of another layout",
                help: "the run's output was changed; start this stage afresh")
        }
        while let length = try length(at: cursor.byteOffset),
            let frame = try frame(at: cursor.byteOffset, length: length),
            frame.layoutFingerprint == header.littleEndian(UInt64.self, at: Self.magic.count)
        {
            cursor.byteOffset += 8 + length
            cursor.frameCount += 1
        }
        droppedByteCount = try size() - cursor.byteOffset
        if droppedByteCount > 0, ftruncate(descriptor, cursor.byteOffset) != 0 {
            throw SystemFailure.error(errno, "shorten", path)
        }
        lseek(descriptor, cursor.byteOffset, SEEK_SET)
    }

    private func frame(at offset: Int, length: Int) throws -> EncodedFrame? {
        EncodedFrame(bytes: try read(at: offset + 8, count: length))
    }

    /// The length of the frame that starts there, where the file has that many bytes.
    private func length(at offset: Int) throws -> Int? {
        let bytes = try read(at: offset, count: 8)
        guard bytes.count == 8 else { return nil }
        let length = bytes.littleEndian(UInt64.self, at: 0)
        let rest = try size() - offset - 8
        return length <= UInt64(max(rest, 0)) ? Int(length) : nil
    }

    private func size() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.error(errno, "read", path) }
        return Int(status.st_size)
    }

    private func read(at offset: Int, count: Int) throws -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let size = pread(descriptor, buffer.baseAddress.map { $0 + done }, count - done, offset + done)
                if size < 0 {
                    if errno == EINTR { continue }
                    code = errno
                }
                if size <= 0 { break }
                done += size
            }
        }
        if code != 0 { throw SystemFailure.error(code, "read", path) }
        return bytes
    }
}
