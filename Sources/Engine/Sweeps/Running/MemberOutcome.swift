import Ansatz
import Foundation

/// Finds out what became of a member from how its process ended and what it left.
enum MemberOutcome {
    /// Lines of a failed member's log that the summary keeps.
    private static let lineLimit = 5
    /// Bytes of a log's end that are looked at.
    private static let tailBytes = 16 << 10

    /// A member whose results were there.
    static func reused(_ member: SweepMember, _ directory: SweepDirectory) -> SweepSummary.Member {
        var outcome = SweepSummary.Member(member, status: .ok)
        outcome.action = .reuse
        outcome.log = log(directory, member)
        outcome.run = try? RunSummary(of: directory.member(member))
        return outcome
    }

    static func of(
        _ process: MemberProcess, _ ending: MemberProcess.Ending, _ directory: SweepDirectory
    ) -> SweepSummary.Member {
        let member = process.member
        let run = try? RunSummary(of: directory.member(member))
        var outcome = SweepSummary.Member(member, status: .failed)
        outcome.action = .run
        outcome.seconds = process.seconds
        outcome.log = log(directory, member)
        outcome.run = run
        switch ending {
        case .exited(0) where run?.status == .ok: outcome.status = .ok
        case .exited(Interruption.exitCode): outcome.status = .interrupted
        case .signalled(SIGINT), .signalled(SIGTERM): outcome.status = .interrupted
        case .exited(let code):
            outcome.lastLines = lastLines(of: directory.log(member))
            outcome.error = run.flatMap(message) ?? messageInLog(outcome.lastLines) ?? "ended with exit code \(code)"
        case .signalled(let number):
            outcome.lastLines = lastLines(of: directory.log(member))
            let hint = number == SIGKILL ? ": by somebody, or for lack of memory" : ""
            outcome.error = "its process died of \(name(of: number))\(hint)"
        }
        return outcome
    }

    private static func log(_ directory: SweepDirectory, _ member: SweepMember) -> String {
        "members/\(member.folder)/log.txt"
    }

    /// The first failure that the run tells of.
    private static func message(_ run: RunSummary) -> String? {
        for stage in run.stages {
            if stage.status == .failed, let error = stage.error { return "\(stage.name): \(error)" }
            for method in stage.methods where method.status == .failed {
                let place = StageReference.path(stage: stage.name, method: method.name)
                return "\(place): \(method.error ?? "failed")"
            }
        }
        return nil
    }

    private static func messageInLog(_ lines: [String]) -> String? {
        lines.first { $0.hasPrefix("error: ") }.map { String($0.dropFirst(7)) } ?? lines.last
    }

    private static func lastLines(of path: String) -> [String] {
        guard let file = FileHandle(forReadingAtPath: path) else { return [] }
        defer { try? file.close() }
        let size = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: size > UInt64(tailBytes) ? size - UInt64(tailBytes) : 0)
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).suffix(lineLimit).map { DisplayWidth.printable(String($0)) }
    }

    private static func name(of signal: Int32) -> String {
        let names = [
            SIGSEGV: "SIGSEGV", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGILL: "SIGILL", SIGFPE: "SIGFPE",
            SIGKILL: "SIGKILL", SIGTRAP: "SIGTRAP", SIGXCPU: "SIGXCPU",
        ]
        let words = strsignal(signal).map { String(cString: $0) } ?? "a signal"
        return "\(names[signal] ?? "signal \(signal)") (\(words.lowercased()))"
    }
}
