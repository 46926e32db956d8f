import Ansatz
import Foundation

/// Any error in words: what happened, and what to do.
public enum FailureText {
    public static func of(_ error: any Error) -> (message: String, help: String?) {
        switch error {
        case let error as ComputationError: (error.description, error.help)
        case let error as StepFailure: (error.description, error.help)
        case let error as CertificateFailure: (error.description, error.help)
        case let error as RunFailure: (error.message, error.help)
        case let error as DivergedTraining: (error.description, error.help)
        case let error as StorageError:
            (
                error.object.map { "\(error.file): \($0): \(error.message)" } ?? "\(error.file): \(error.message)",
                error.help
            )
        case let error as Diagnostics:
            (error.all.first?.message ?? "", error.all.first?.help)
        case let error as any CustomStringConvertible: (error.description, nil)
        default: (RunDirectory.reason(error), nil)
        }
    }
}

/// The machine, for the record.
public enum HostDescription {
    /// The processor's name as the kernel has it.
    public static var processor: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }
}
