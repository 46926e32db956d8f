import Foundation

/// Text that a command printed, in the form in which two runs agree: without numbers, times, widths of columns.
struct PrintedText {
    let lines: Set<String>

    init(_ text: String) {
        lines = Set(text.split(whereSeparator: \.isNewline).map { Self.plain(String($0)) })
    }

    /// The lines of `shown` that were not printed. `...` and `…` stand for any lines.
    func missing(from shown: [String]) -> [String] {
        shown.filter { line in
            let plain = Self.plain(line)
            return !plain.isEmpty && plain != "..." && plain != "…" && !lines.contains(plain)
        }
    }

    private static func plain(_ line: String) -> String {
        line.replacing(/[0-9][0-9.,]*(e[-+]?[0-9]+)?/, with: "0")
            .replacing(/\b0 ?(ns|us|µs|ms|s|min|h)\b/, with: "0 s")
            .replacing(/[─-]{2,}/, with: "──")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
