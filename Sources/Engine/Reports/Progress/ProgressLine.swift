/// One line of text on how far a stage has come.
public enum ProgressLine {
    /// With a bar, for a terminal: `run/bandit  ████▌      45 %  2,250/5,000 steps  310/s  8.9 s left`.
    ///
    /// What doesn't fit is left out: first the note, then the rate, then the counts; the bar shrinks before that.
    ///
    /// - Parameters:
    ///   - width: Columns of the terminal. The line takes one less, so that the cursor stays on it.
    ///   - ascii: Draws the bar with `#` and `-`, for terminals without Unicode.
    public static func bar(_ update: ProgressUpdate, width: Int, ascii: Bool = false) -> String {
        let room = max(1, width - 1)
        let name = DisplayWidth.truncated(update.name, to: max(8, room / 3))
        let percentage = update.fraction.map(percent)
        let details = [
            (text: DisplayWidth.printable(update.note), priority: 0), (text: rate(update), priority: 1),
            (text: counts(update), priority: 2), (text: remaining(update), priority: 3),
        ]
        // Order on the line, from the left.
        let order = [2, 1, 3, 0]
        for dropped in 0...details.count {
            let texts = order.map { details[$0] }.filter { $0.priority >= dropped && !$0.text.isEmpty }.map(\.text)
            let parts = [name] + (percentage.map { [$0] } ?? []) + texts
            let used = parts.reduce(0) { $0 + DisplayWidth.of($1) } + 2 * (parts.count - 1)
            guard let fraction = update.fraction else {
                if used <= room { return parts.joined(separator: "  ") }
                continue
            }
            let cells = min(24, room - used - 2)
            guard cells >= 6 else { continue }
            return ([name, cellsText(fraction, cells, ascii)] + parts.dropFirst()).joined(separator: "  ")
        }
        return DisplayWidth.truncated([name, percentage ?? counts(update)].joined(separator: "  "), to: room)
    }

    /// Without a bar, for logs: `run/bandit: 45 %, 2,250/5,000 steps, 310/s, 8.9 s left`.
    public static func plain(_ update: ProgressUpdate) -> String {
        let percentage = update.fraction.map { percent($0).filter { $0 != " " }.replacing("%", with: " %") } ?? ""
        let parts = [percentage, counts(update), rate(update), remaining(update), DisplayWidth.printable(update.note)]
        let text = parts.filter { !$0.isEmpty }.joined(separator: ", ")
        return text.isEmpty ? update.name : "\(update.name): \(text)"
    }

    /// Rounded down, so that 100 % means done; always as wide as `100 %`.
    private static func percent(_ fraction: Double) -> String {
        let text = "\(Int(fraction * 100)) %"
        return String(repeating: " ", count: max(0, 5 - text.count)) + text
    }

    private static func counts(_ update: ProgressUpdate) -> String {
        guard update.done.isFinite else { return "" }
        let unit = update.unit.isEmpty ? "" : " " + DisplayWidth.printable(update.unit)
        let total = update.total.flatMap { $0.isFinite ? "/" + count($0) : nil } ?? ""
        return count(update.done) + total + unit
    }

    private static func count(_ value: Double) -> String {
        (value.rounded() == value ? NumberFormat.integer : .significant(4)).string(value)
    }

    private static func rate(_ update: ProgressUpdate) -> String {
        guard let rate = update.rate, rate.isFinite, rate > 0 else { return "" }
        return NumberFormat.significant(3).string(rate) + "/s"
    }

    private static func remaining(_ update: ProgressUpdate) -> String {
        guard let seconds = update.remaining, seconds.isFinite, seconds >= 0, update.fraction != 1 else { return "" }
        return NumberFormat.duration.string(seconds) + " left"
    }

    private static func cellsText(_ fraction: Double, _ cells: Int, _ ascii: Bool) -> String {
        if ascii {
            let full = Int(fraction * Double(cells))
            return String(repeating: "#", count: full) + String(repeating: "-", count: cells - full)
        }
        let eighths = Int(fraction * Double(cells * 8))
        let full = String(repeating: "█", count: eighths / 8)
        let part = eighths % 8 == 0 ? "" : String(Array("▏▎▍▌▋▊▉")[eighths % 8 - 1])
        let empty = cells - eighths / 8 - (part.isEmpty ? 0 : 1)
        return full + part + String(repeating: "░", count: empty)
    }
}
