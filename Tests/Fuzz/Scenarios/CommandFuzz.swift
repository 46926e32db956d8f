import Foundation

/// Scenarios through the command itself: `validate`, `validate --json` and `plan` in turn.
struct CommandFuzz: FuzzSubject {
    private var scenarios: ScenarioFuzz
    private let folder: URL
    private let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "ansatz")

    init(seed: UInt64) {
        scenarios = ScenarioFuzz(seed: seed)
        folder = FileManager.default.temporaryDirectory.appending(path: "fuzzed-command-\(getpid())")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? FileManager.default.createSymbolicLink(
            at: folder.appending(path: "data"),
            withDestinationURL: ScenarioCorpus.repository.appending(path: "examples/data"))
    }

    mutating func input(_ number: Int) -> [UInt8] { scenarios.input(number) }

    mutating func run(_ number: Int) -> FuzzOutcome {
        let input = scenarios.scenario(number)
        let scenario = folder.appending(path: "scenario.yaml")
        let output = folder.appending(path: "output")
        let verb = [["validate"], ["validate", "--json"], ["plan"]][number % 3]
        var outcome = FuzzOutcome()
        do {
            try Data(input.bytes).write(to: scenario)
            _ = FileManager.default.createFile(atPath: output.path, contents: nil)
            let process = Process()
            process.executableURL = executable
            process.arguments =
                [verb[0], "scenario.yaml"] + verb.dropFirst() + input.overrides.flatMap { ["--set", $0] }
            process.currentDirectoryURL = folder
            process.standardInput = FileHandle.nullDevice
            let handle = try FileHandle(forWritingTo: output)
            process.standardOutput = handle
            process.standardError = handle
            try process.run()
            process.waitUntilExit()
            try handle.close()
            let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
            let status = process.terminationStatus
            let isSignal = process.terminationReason == .uncaughtSignal
            outcome.kind = "\(verb.joined(separator: " ")) gave \(isSignal ? "signal" : "") \(status)"
            if isSignal || ![0, 2, 3].contains(status) {
                // An argument may look like an option to the parser of the command line.
                if isSignal || status != 64 || !input.overrides.contains(where: { $0.hasPrefix("-") }) {
                    outcome.faults.append("status \(status): \(text.prefix(500))")
                }
            }
            if text.isEmpty { outcome.faults.append("no word was said") }
            let control = text.unicodeScalars.first {
                $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value))
            }
            if let control { outcome.faults.append("the output holds U+\(String(control.value, radix: 16))") }
        } catch {
            outcome.faults.append("the command could not be run: \(error)")
        }
        return outcome
    }
}
