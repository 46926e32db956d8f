import Ansatz

extension RunSummary {
    /// A shell command that opens the first result of the run in Python, prints what is in it, and stays there.
    ///
    /// The path is the run directory's as it was given, so the command works where the run was started.
    ///
    /// - Returns: `nil` where no stage has a result with fields.
    public var openingCommand: String? {
        // What a plugin's own kind of stage writes may be nothing.
        let candidates = stages.filter { $0.verb != .use } + stages.filter { $0.verb == .use }
        let methods = candidates.lazy.flatMap(\.methods)
        guard let folder = methods.first(where: { $0.status == .ok && $0.folder != nil })?.folder else { return nil }
        // A JSON text is a Python text, too.
        let path = CanonicalJSON.text(.string("\(directory)/\(folder)/\(ResultFolder.resultFile)"))
        return "python3 -ic " + ShellWord.quoted("import xarray; data = xarray.open_dataset(\(path)); print(data)")
    }
}
