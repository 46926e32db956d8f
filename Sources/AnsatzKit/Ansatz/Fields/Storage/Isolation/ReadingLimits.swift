/// What a process that reads a foreign file may take before it is ended.
///
/// A damaged file of a few kilobytes must not cost a minute, and a good one of a terabyte may: times grow with the file
/// and with what is asked of it.
public struct ReadingLimits: Hashable, Sendable, Codable {
    /// Processor seconds for any request, whatever its size.
    public var seconds: Int
    /// Processor seconds more for each gigabyte, of the file when it is opened and of the numbers that are read. Slow
    /// decompression reaches 30 MB/s.
    public var secondsPerGigabyte: Int
    /// Bytes of address space beyond the program itself, for what the library needs of its own. The numbers that are
    /// asked for come on top.
    public var memory: Int
    /// How many times longer than its processor time a request may take by the clock: disks and other programs slow it.
    public var patience: Int

    public init(seconds: Int = 4, secondsPerGigabyte: Int = 40, memory: Int = 512 << 20, patience: Int = 15) {
        self.seconds = seconds
        self.secondsPerGigabyte = secondsPerGigabyte
        self.memory = memory
        self.patience = patience
    }

    /// No compression makes more of a file: 1032 to 1 is deflate's best.
    private static let bestRatio = 1100

    /// Processor seconds for a request to a file of `fileBytes` that gives `bytes` of numbers.
    ///
    /// What the file can't hold was never written. It costs half a second a gigabyte to fill in, however large a damaged file
    /// says that it is.
    func seconds(fileBytes: Int, numbers bytes: Int = 0) -> Int {
        let stored = min(bytes, fileBytes.saturatingMultiply(Self.bestRatio)).saturatingAdd(fileBytes)
        let time = Double(stored) * 1e-9 * Double(secondsPerGigabyte) + Double(bytes) * 0.5e-9
        return seconds + Int(min(time, 1e9))
    }
}
