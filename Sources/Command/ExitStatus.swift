/// How the command ends.
enum ExitStatus: Int32, CaseIterable {
    case ok = 0
    case scenario = 2
    case plugin = 3
    case failure = 4
    case interrupted = 5
    case usage = 64

    /// A few words, for the help.
    var summary: String {
        switch self {
        case .ok: "ok"
        case .scenario: "error in the scenario"
        case .plugin: "plugin"
        case .failure: "a stage failed or its results can't be stored"
        case .interrupted: "interrupted and resumable"
        case .usage: "usage"
        }
    }

    var meaning: String {
        switch self {
        case .ok: "all is well"
        case .scenario:
            "an error in the scenario, or in what it needs: input files, memory, disk; a file or run that can't be read"
        case .plugin: "an unknown component, while a plugin could not be loaded that may have it"
        case .failure:
            "a stage failed, or its results can't be stored: a run directory in use, a full disk; `doctor`: something "
                + "is wrong"
        case .interrupted: "interrupted; the same command goes on"
        case .usage: "wrong usage of the command; a name that `describe` does not know"
        }
    }

    /// All of them in one line, for the help.
    static var line: String { allCases.map { "\($0.rawValue) \($0.summary)" }.joined(separator: ", ") }
}
