/// What the machine has left for us.
public enum FreeResources {
    /// Bytes that may still be allocated; `nil` where the system does not say.
    public static var memory: Int? {
        let bytes = MemoryLimit.availableBytes()
        return bytes == .max ? nil : bytes
    }

    /// Bytes that may still be written beside a file; `nil` where the file system does not say.
    public static func disk(beside file: String) -> Int? {
        SystemFailure.freeBytes(beside: file).flatMap { Int(exactly: $0) }
    }
}
