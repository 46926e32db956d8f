/// Turns updates into what is to be written, not too often.
///
/// It writes nothing itself and has no clock, so that it can be tested: the caller passes the time, in seconds from any
/// start, and writes what it gets. On a terminal the current line is written over again and again, and stays when its
/// stage finishes; elsewhere there are plain lines, one at the start, one at the end, and in between one at most every
/// `interval` seconds a stage and method.
public struct ProgressPrinter: Sendable {
    public enum Output: Hashable, Sendable {
        /// `width` is in columns.
        case terminal(width: Int, ascii: Bool = false)
        case lines
    }

    /// May change while running, as when a window is resized.
    public var output: Output
    /// Seconds between two lines of the same stage and method.
    public var interval: Double
    private var last: [Key: Double] = [:]
    private var current: Key?

    private struct Key: Hashable, Sendable {
        var stage: String
        var method: String?
    }

    /// - Parameter interval: `nil` is a tenth of a second on a terminal and ten seconds elsewhere.
    public init(_ output: Output, interval: Double? = nil) {
        self.output = output
        let standard = if case .terminal = output { 0.1 } else { 10.0 }
        self.interval = interval.map { max(0, $0) } ?? standard
    }

    /// What to write for an update; `nil` if it comes too soon after the last one.
    public mutating func update(_ update: ProgressUpdate, at time: Double) -> String? {
        let key = Key(stage: update.stage, method: update.method)
        if let previous = last[key], time - previous < interval { return nil }
        last[key] = time
        switch output {
        case .lines:
            return ProgressLine.plain(update) + "\n"
        case .terminal(let width, let ascii):
            current = key
            return Self.startOfLine + ProgressLine.bar(update, width: width, ascii: ascii)
        }
    }

    /// What to write when a stage or method is over: its last line, which then stays.
    public mutating func finish(_ update: ProgressUpdate) -> String {
        last[Key(stage: update.stage, method: update.method)] = nil
        switch output {
        case .lines:
            return ProgressLine.plain(update) + "\n"
        case .terminal(let width, let ascii):
            current = nil
            return Self.startOfLine + ProgressLine.bar(update, width: width, ascii: ascii) + "\n"
        }
    }

    /// What to write before any other output, so that it doesn't end up behind a half-done line.
    public mutating func clear() -> String {
        guard case .terminal = output, let key = current else { return "" }
        // The next update shows the line again at once.
        last[key] = nil
        current = nil
        return Self.startOfLine
    }

    /// Carriage return, then erase to the end of the line.
    private static let startOfLine = "\r\u{1B}[K"
}
