import Ansatz
import Engine
import Foundation

/// Shows a run on the terminal: a progress line, plain lines, or events.
final class RunConsole {
    enum Style { case people, json, quiet }

    private let style: Style
    private let start = DispatchTime.now().uptimeNanoseconds
    private var printer: ProgressPrinter

    init(style: Style) {
        self.style = style
        printer = ProgressPrinter(Terminal.isInteractive ? .terminal(width: Terminal.width) : .lines)
    }

    func show(_ event: RunEvent) {
        switch style {
        case .quiet: return
        case .json: print(CanonicalJSON.text(event.json))
        case .people: showToPeople(event)
        }
    }

    private func showToPeople(_ event: RunEvent) {
        switch event {
        case .progress(let update):
            let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
            if let text = printer.update(update, at: seconds) { Terminal.error(text) }
        case .runStarted(let name, let directory): say("\(name): results go to \(directory)/")
        case .decided(let place, let action, let reason): say("\(place): \(action.rawValue) (\(reason))")
        case .warning(let place, let message): say("warning: \(place.map { "\($0): " } ?? "")\(message)")
        // Why, and what to do, is told once: at the end, where it is not scrolled away.
        case .finished(let place, .failed, _): say("\(place): failed")
        case .finished(let place, .skipped, let message): say("\(place): skipped: \(message ?? "")")
        case .finished, .checkpoint, .runFinished: break
        }
    }

    private func say(_ line: String) { Terminal.error(printer.clear() + line + "\n") }

    /// The tables of results, and where everything is.
    func finish(_ summary: RunSummary, directory: RunDirectory) {
        if style == .people { Terminal.error(printer.clear()) }
        for stage in summary.stages {
            if stage.status == .failed, let error = stage.error {
                Terminal.failure("\(stage.name): \(error)", help: stage.help)
            }
            for method in stage.methods where method.status == .failed {
                let place = StageReference.path(stage: stage.name, method: method.name)
                Terminal.failure("\(place): \(method.error ?? "")", help: method.help)
            }
        }
        guard style == .people else { return }
        for table in summary.tables { print("\n" + table.text(width: Terminal.width)) }
        let report = FileManager.default.fileExists(atPath: directory.report) ? ", report \(directory.report)" : ""
        switch summary.status {
        case .ok:
            print("\nok: summary \(directory.summary)\(report)")
            if let command = summary.openingCommand { print("to open a result in Python:\n  \(command)") }
        case .interrupted: print("\ninterrupted: run the same command again to go on")
        case .failed, .skipped: print("\nfailed: summary \(directory.summary)\(report)")
        }
    }
}
