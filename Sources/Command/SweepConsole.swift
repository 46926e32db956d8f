import Ansatz
import Engine
import Foundation

/// Shows a sweep on the terminal: a progress line, plain lines, or events.
final class SweepConsole {
    private static let shownRows = 40
    private static let shownFailures = 10

    private let style: RunConsole.Style
    private let name: String
    private let start = DispatchTime.now().uptimeNanoseconds
    private var printer: ProgressPrinter

    init(style: RunConsole.Style, name: String) {
        self.style = style
        self.name = name
        printer = ProgressPrinter(Terminal.isInteractive ? .terminal(width: Terminal.width) : .lines)
    }

    func show(_ event: SweepEvent) {
        switch style {
        case .quiet: return
        case .json: print(CanonicalJSON.text(event.json))
        case .people: showToPeople(event)
        }
    }

    private func showToPeople(_ event: SweepEvent) {
        switch event {
        case .started(_, let directory, let members, let done, let jobs, let threads, let strangers):
            say("\(name): results of \(counted(members, "member")) go to \(directory)/")
            if done > 0 { say("\(done) of \(members) are done already and reused") }
            if strangers > 0 {
                say("\(counted(strangers, "folder")) in members/ of earlier sweeps, which this one leaves alone")
            }
            if done < members {
                say("\(jobs) at a time, \(counted(threads, "thread")) each")
            }
        case .progress(let done, let failed, let running, let total, let remaining):
            let note = [failed > 0 ? "\(failed) failed" : "", running > 0 ? "\(running) running" : ""]
                .filter { !$0.isEmpty }.joined(separator: ", ")
            let update = ProgressUpdate(
                stage: name, done: Double(done + failed), total: Double(total), unit: "members",
                remaining: remaining, note: note)
            let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
            if let text = printer.update(update, at: seconds) { Terminal.error(text) }
        case .memberFinished(let member) where member.status == .failed:
            say("\(member.member.label): failed: \(member.error ?? "")")
        case .warning(let message): say("warning: \(message)")
        case .memberStarted, .memberFinished, .finished: break
        }
    }

    private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)" + (count == 1 ? "" : "s") }

    private func say(_ line: String) { Terminal.error(printer.clear() + line + "\n") }

    /// The table of members, what failed, and where everything is.
    func finish(_ summary: SweepSummary) {
        let directory = summary.directory
        if style == .people { Terminal.error(printer.clear()) }
        for member in summary.failures.prefix(Self.shownFailures) {
            let lines = member.lastLines.map { "\n  | \($0)" }.joined()
            Terminal.failure(
                "\(member.member.label): \(member.error ?? "")\(style == .people ? lines : "")",
                help: member.log.map { "its log is \(directory.path)/\($0)" })
        }
        if summary.failures.count > Self.shownFailures {
            Terminal.error("and \(summary.failures.count - Self.shownFailures) more: \(directory.table)\n")
        }
        guard style == .people else { return }
        print("\n" + SweepTable(summary).table(rows: Self.shownRows, metrics: 6).text(width: Terminal.width))
        if summary.members.count > Self.shownRows {
            print("and \(summary.members.count - Self.shownRows) more: \(directory.table)\n")
        }
        let failed = summary.members.count { $0.status == .failed }
        let done = summary.members.count { $0.status == .ok }
        let counts =
            "\(done) of \(counted(summary.members.count, "member")) done" + (failed > 0 ? ", \(failed) failed" : "")
        print("\(summary.status.rawValue): \(counts), results \(directory.results), report \(directory.report)")
        if summary.status == .interrupted {
            print("interrupted: to go on,\n  \(Self.command)")
        } else if failed > 0 {
            print("the same command tries again what failed")
        }
    }

    /// The command as it was given, ready to be pasted.
    private static var command: String {
        let words = CommandLine.arguments.dropFirst().map { word in
            let isPlain = word.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789./=,:+-_@%".unicodeScalars.contains($0))
            }
            return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }
        return (["ansatz"] + words).joined(separator: " ")
    }
}
