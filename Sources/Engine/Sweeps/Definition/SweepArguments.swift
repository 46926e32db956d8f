import Ansatz

/// What the command line says of a sweep, beside or in place of the scenario's key `sweep`.
///
/// `--over PATH=VALUES` takes what a scenario has after a path: `1e-3,5e-4`, `[1e-3, 5e-4]`, or
/// `{ from: 1, to: 2, count: 5 }`.
public struct SweepArguments: Sendable {
    static let overName = "--over"

    /// The texts of `--over`.
    public var over: [String] = []
    /// The texts of `--kind`, `--samples` and `--seed`, by the key that they replace.
    public var settings: [(key: String, text: String)] = []

    public init() {}

    /// The texts that places in messages refer to, by name.
    public var sources: [String: String] {
        var sources = [Self.overName: over.joined(separator: "\n")]
        for (key, text) in settings { sources["--\(key)"] = text }
        return sources
    }

    /// The axes, in the order given.
    ///
    /// - Throws: the errors of all of them.
    func axes() throws(Diagnostics) -> [Setting.Entry] {
        var entries: [Setting.Entry] = []
        var diagnostics: [Diagnostic] = []
        for (index, text) in over.enumerated() {
            do throws(Diagnostics) {
                entries.append(try Self.axis(text, line: index + 1))
            } catch {
                diagnostics += error.all
            }
        }
        if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
        return entries
    }

    private static func axis(_ text: String, line: Int) throws(Diagnostics) -> Setting.Entry {
        let start = SourceLocation(file: overName, line: line, column: 1)
        let help = "write --over PATH=VALUE,VALUE,... or --over 'PATH={ from: 1, to: 2, count: 5 }'"
        let scalars = Array(text.unicodeScalars)
        guard !scalars.contains(where: { $0 == "\n" || $0 == "\r" }) else {
            throw Diagnostics("an axis must stand on one line", at: start, help: help)
        }
        guard text.utf8.count <= ScenarioFile.byteLimit else { throw Diagnostics("the axis is too long", at: start) }
        guard let equals = scalars.firstIndex(of: "=") else {
            throw Diagnostics("an axis needs a '='", at: start, help: help)
        }
        var path = String.UnicodeScalarView()
        path.append(contentsOf: scalars[..<equals])
        // A list, its opening bracket in place of the '=': so the columns stay those of the text.
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[..<equals].map { _ in " " })
        view.append("[")
        view.append(contentsOf: scalars[(equals + 1)...])
        view.append("]")
        let list: Setting?
        do throws(Diagnostics) {
            list = try YAMLReader(String(view), file: overName, lineOffset: line - 1).read()
        } catch {
            let end = SourceLocation(file: overName, line: line, column: scalars.count + 1)
            throw Diagnostics(
                error.all.map { diagnostic in
                    var moved = diagnostic
                    if let place = diagnostic.location, place.line > line || place.column > end.column {
                        moved.location = end
                    }
                    return moved
                })
        }
        guard let list, let items = list.items else {
            throw Diagnostics("the values can't be read as a list", at: start, help: help)
        }
        // One list, or one range, is that of the axis, as in a file.
        let isWhole = items.count == 1 && (items[0].items != nil || items[0].entries != nil)
        var value = isWhole ? items[0] : list
        if items.isEmpty { value.location = SourceLocation(file: overName, line: line, column: equals + 1) }
        return Setting.Entry(key: String(path), keyLocation: start, value: value)
    }

    /// The scenario with what the command line says in its key `sweep`.
    func applied(to root: Setting, axes: [Setting.Entry]) -> Setting {
        guard !axes.isEmpty || !settings.isEmpty, var keys = root.entries else { return root }
        var section = root["sweep"] ?? Setting(.mapping([]), at: axes.first?.keyLocation ?? root.location)
        // What is no mapping is reported as it is.
        guard var entries = section.text == "" ? [] : section.entries else { return root }
        func put(_ key: String, _ value: Setting) {
            if let index = entries.firstIndex(where: { $0.key == key }) {
                entries[index].value = value
            } else {
                entries.append(Setting.Entry(key: key, keyLocation: value.location, value: value))
            }
        }
        for (key, text) in settings {
            put(
                key, Setting(.scalar(text, isQuoted: false), at: SourceLocation(file: "--\(key)", line: 1, column: 1)))
        }
        let over = entries.first { $0.key == "over" }?.value
        if !axes.isEmpty, over == nil || over?.text == "" || over?.entries != nil {
            var all = over?.entries ?? []
            let known = all.count
            for axis in axes {
                // In place of the file's axis of this path, so that the order stays.
                if let index = all[..<known].firstIndex(where: { $0.key == axis.key }) {
                    all[index] = axis
                } else {
                    all.append(axis)
                }
            }
            put("over", Setting(.mapping(all), at: over?.location ?? axes[0].keyLocation))
        }
        section.content = .mapping(entries)
        if let index = keys.firstIndex(where: { $0.key == "sweep" }) {
            keys[index].value = section
        } else {
            keys.append(Setting.Entry(key: "sweep", keyLocation: section.location, value: section))
        }
        return Setting(.mapping(keys), at: root.location)
    }
}
