import Dispatch

/// Times pieces of work by the clock on the wall.
public enum Stopwatch {
    /// The seconds that some work takes.
    public static func seconds(of work: () throws -> Void) rethrows -> Double {
        let start = DispatchTime.now().uptimeNanoseconds
        try work()
        return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
    }
}
