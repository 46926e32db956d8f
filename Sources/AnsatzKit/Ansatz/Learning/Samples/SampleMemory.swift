import Glibc

/// Memory for the numbers of a dataset: of the machine, or of an unnamed file on its disk that the system reads and
/// writes page by page, for datasets that are larger than memory.
final class SampleMemory: @unchecked Sendable {
    // Sendable: written while the dataset is read, by one thread; only read after it.
    let base: UnsafeMutableRawPointer
    let byteCount: Int
    let isOnDisk: Bool

    /// - Parameters:
    ///   - byteCount: at least 1.
    ///   - onDisk: whether a file holds it.
    /// - Throws: ``ComputationError/tooLarge(_:)`` where there is no such memory, or no such space on the disk.
    init(byteCount: Int, onDisk: Bool) throws {
        self.byteCount = max(byteCount, 1)
        isOnDisk = onDisk
        let mapping: UnsafeMutableRawPointer?
        if onDisk {
            let descriptor = try Self.unnamedFile(byteCount: self.byteCount)
            mapping = mmap(nil, self.byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
            close(descriptor)
        } else {
            mapping = mmap(nil, self.byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        }
        guard let mapping, mapping != UnsafeMutableRawPointer(bitPattern: -1) else {
            throw ComputationError.tooLarge(
                "\(self.byteCount >> 20) MiB of samples: \(String(cString: strerror(errno)))")
        }
        base = mapping
    }

    deinit { munmap(base, byteCount) }

    /// Tells the system that these bytes are wanted soon, so that it reads them meanwhile.
    func prefetch(_ range: Range<Int>) {
        guard isOnDisk else { return }
        let page = Int(getpagesize())
        let start = range.lowerBound / page * page
        madvise(base + start, min(range.upperBound, byteCount) - start, MADV_WILLNEED)
    }

    /// Where files that may be large and need not outlive the machine's restart belong.
    private static var folder: String {
        guard let chosen = getenv("TMPDIR").map({ String(cString: $0) }), !chosen.isEmpty else { return "/var/tmp" }
        return chosen
    }

    /// A file without a name, with all its space taken: a full disk shows here, and not as a crash at some access.
    private static func unnamedFile(byteCount: Int) throws -> Int32 {
        let folder = folder
        var template = Array("\(folder)/ansatz-samples-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw ComputationError.badInput(
                "can't make a file for samples in '\(folder)': \(String(cString: strerror(errno)))",
                help: "set TMPDIR to a folder on a disk with room")
        }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let code = posix_fallocate(descriptor, 0, off_t(byteCount))
        guard code == 0 else {
            close(descriptor)
            throw ComputationError.badInput(
                "the samples don't fit the memory, and '\(folder)' has no room for their \(byteCount >> 20) MiB: "
                    + String(cString: strerror(code)),
                help: "set TMPDIR to a folder on a disk with room, or take fewer samples or points")
        }
        return descriptor
    }
}
