import Foundation

/// The command line of the fuzzers.
struct FuzzArguments {
    var subject = ""
    /// How many cases; `nil` for the subject's own number, or ten thousand.
    var cases: Int?
    var from = 0
    var seed: UInt64 = 1
    var workers = 1
    /// Where inputs of faults go.
    var keep = "."
    var show: Int?
    /// Given to workers: the file that tells which case is at hand.
    var progressFile: String?
    /// Seconds that a case may take.
    var patience = 20.0

    init(_ words: [String]) {
        var words = words[...]
        subject = words.popFirst() ?? ""
        while let word = words.popFirst() {
            guard let value = words.popFirst() else { Self.complain("\(word) needs a value") }
            switch (word, Int(value)) {
            case ("--cases", let number?) where number >= 0: cases = number
            case ("--from", let number?) where number >= 0: from = number
            case ("--seed", let number?) where number >= 0: seed = UInt64(number)
            case ("--workers", let number?) where number >= 1: workers = number
            case ("--show", let number?) where number >= 0: show = number
            case ("--patience", let number?) where number >= 1: patience = Double(number)
            case ("--keep", _): keep = value
            case ("--progress-file", _): progressFile = value
            default: Self.complain("can't read \(word) \(value)")
            }
        }
    }

    static func complain(_ message: String) -> Never {
        FileHandle.standardError.write(
            Data(
                """
                fuzz: \(message)
                usage: Fuzz SUBJECT [--cases N] [--from N] [--seed N] [--workers N] [--keep FOLDER] [--patience SECONDS]
                       Fuzz SUBJECT --show CASE [--seed N]
                subjects: \(Fuzz.subjects.joined(separator: ", "))

                """.utf8))
        exit(64)
    }
}
