import Glibc

/// What may still be allocated, asked before a size from a file is believed.
enum MemoryLimit {
    /// - Throws: ``StorageError`` where `count` numbers of `size` bytes do not fit the memory that is free now.
    static func check(_ count: Int?, of size: Int, file: String, object: String, shape: [Int]) throws {
        let (bytes, overflow) = (count ?? .max).multipliedReportingOverflow(by: size)
        let available = availableBytes()
        guard count == nil || overflow || bytes > available else { return }
        throw StorageError(
            .outOfMemory, file: file, object: object,
            "\(ShapeError.text(shape)) numbers do not fit the memory: \(available >> 20) MiB are free",
            help: "read one slab of the first dimension at a time, or check whether the file is damaged")
    }

    /// Bytes that the system and the control group, where there is one, still give; `Int.max` where neither says.
    static func availableBytes() -> Int {
        var available = Int.max
        for line in text(of: "/proc/meminfo").split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            if let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) {
                available = kibibytes << 10
            }
        }
        let limit = Int(text(of: "/sys/fs/cgroup/memory.max").prefix { $0.isNumber })
        let used = Int(text(of: "/sys/fs/cgroup/memory.current").prefix { $0.isNumber })
        if let limit, let used { available = min(available, max(limit - used, 0)) }
        return available
    }

    private static func text(of path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
            count = max(read(descriptor, buffer.baseAddress, buffer.count), 0)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
