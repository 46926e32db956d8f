/// How to start a process that reads foreign files for this one.
///
/// The HDF5 library crashes or hangs on some damaged files, which nothing inside the process can prevent. A host that
/// opens files from elsewhere therefore lets another process do it: a program that calls ``ReadingServer/run()`` when
/// started with these arguments, usually the host itself.
public struct ReadingProcess: Hashable, Sendable {
    /// An absolute path.
    public var executable: String
    public var arguments: [String]
    public var limits: ReadingLimits

    public init(executable: String, arguments: [String], limits: ReadingLimits = ReadingLimits()) {
        self.executable = executable
        self.arguments = arguments
        self.limits = limits
    }
}
