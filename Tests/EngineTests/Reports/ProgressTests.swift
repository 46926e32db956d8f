import Engine
import Testing

@Suite("Progress")
struct ProgressTests {
    private let half = ProgressUpdate(
        stage: "run", method: "bandit", done: 2250, total: 5000, unit: "steps", rate: 310, remaining: 8.87,
        note: "residual 3.1e-9")

    @Test("shows a bar as long as the fraction")
    func bar() {
        #expect(
            ProgressLine.bar(half, width: 120)
                == "run/bandit  ██████████▊░░░░░░░░░░░░░   45 %  2,250/5,000 steps  310/s  8.9 s left  residual 3.1e-9")
        #expect(ProgressLine.bar(half, width: 40, ascii: true) == "run/bandit  ###-----   45 %  8.9 s left")
    }

    @Test("never takes the last column, whatever the width", arguments: -1...140)
    func width(width: Int) {
        for update in [
            half, ProgressUpdate(stage: String(repeating: "温", count: 60), done: 1),
            ProgressUpdate(stage: "s", done: 1e300, total: 1e301, rate: 1e300, remaining: 1e300),
        ] {
            // Ideographs take two columns each.
            let columns = ProgressLine.bar(update, width: width).reduce(0) { $0 + ($1 == "温" ? 2 : 1) }
            #expect(columns <= max(1, width - 1))
        }
    }

    @Test("of a total that nobody knows, or of nonsense, makes no claims")
    func nonsense() {
        #expect(ProgressLine.plain(ProgressUpdate(stage: "a", done: 12_400, unit: "steps")) == "a: 12,400 steps")
        #expect(ProgressLine.plain(ProgressUpdate(stage: "a", done: .nan, total: 0, rate: .nan, remaining: -1)) == "a")
        #expect(ProgressLine.plain(ProgressUpdate(stage: "a", done: 7, total: 5)) == "a: 100 %, 7/5")
        #expect(ProgressLine.plain(ProgressUpdate(stage: "a", done: 999, total: 1000)) == "a: 99 %, 999/1,000")
        #expect(
            !ProgressLine.bar(ProgressUpdate(stage: "a", done: 1, note: "\u{1B}[2J\n"), width: 80).contains("\u{1B}"))
    }

    @Test("in a log comes at the start, every interval, and at the end")
    func log() {
        var printer = ProgressPrinter(.lines, interval: 10)
        var times: [Double] = []
        for second in 0...35 where printer.update(half, at: Double(second)) != nil { times.append(Double(second)) }
        #expect(times == [0, 10, 20, 30])
        var other = half
        other.method = "cg"
        #expect(printer.update(other, at: 35) != nil, "each method has its own interval")
        #expect(printer.finish(half) == ProgressLine.plain(half) + "\n")
        #expect(printer.clear() == "")
    }

    @Test("on a terminal writes over its line until the stage is over")
    func terminal() {
        var printer = ProgressPrinter(.terminal(width: 80))
        #expect(printer.clear() == "", "nothing to clear yet")
        #expect(printer.update(half, at: 0) == "\r\u{1B}[K" + ProgressLine.bar(half, width: 80))
        #expect(printer.update(half, at: 0.05) == nil)
        #expect(printer.clear() == "\r\u{1B}[K")
        #expect(printer.update(half, at: 0.06) != nil, "the line returns at once")
        #expect(printer.finish(half) == "\r\u{1B}[K" + ProgressLine.bar(half, width: 80) + "\n")
    }
}
