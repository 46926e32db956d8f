import Foundation

/// `fuzz SUBJECT [--cases N] [--from N] [--seed N] [--workers N] [--keep FOLDER]`, and `fuzz SUBJECT --show CASE`.
///
/// Cases run in processes of their own: one that crashes, hangs, or takes too much memory is named and its input is
/// kept, and the next process goes on behind it.
@main
struct Fuzz {
    static let subjects = ["scenarios", "truncations", "sizes", "command", "expressions"]

    static func main() {
        var arguments = FuzzArguments(Array(CommandLine.arguments.dropFirst()))
        guard var subject = subject(arguments) else {
            FuzzArguments.complain("name one of: \(subjects.joined(separator: ", "))")
        }
        if let number = arguments.show {
            FileHandle.standardOutput.write(Data(subject.input(number)))
            let outcome = subject.run(number)
            FileHandle.standardError.write(Data("\n\(outcome.kind) \(outcome.faults)\n".utf8))
            exit(outcome.faults.isEmpty ? 0 : 1)
        }
        if let count = subject.fixedCount { arguments.cases = min(arguments.cases ?? count, count) }
        if let progress = arguments.progressFile {
            FuzzWorker(arguments, progressFile: progress).run(&subject)
        } else {
            exit(FuzzDriver(arguments).run() ? 0 : 1)
        }
    }

    static func subject(_ arguments: FuzzArguments) -> (any FuzzSubject)? {
        switch arguments.subject {
        case "scenarios": ScenarioFuzz(seed: arguments.seed)
        case "truncations": TruncationFuzz()
        case "sizes": SizeFuzz()
        case "command": CommandFuzz(seed: arguments.seed)
        case "expressions": ExpressionFuzz(seed: arguments.seed)
        default: nil
        }
    }
}
