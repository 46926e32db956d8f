public import Ansatz

/// A value given on the command line in place of the file's: `stages.run.with.steps=100`, `methods[0].tolerance=1e-6`.
///
/// The path goes through keys with dots and through lists with indices from 0; the value is read as YAML. Keys that the
/// file lacks are added: whether they mean anything is for the check of the scenario to say.
public struct ScenarioOverride: Hashable, Sendable {
    /// The file name of places in overrides; the line is the override's number.
    public static let sourceName = "--set"

    public enum Step: Hashable, Sendable {
        case key(String)
        case index(Int)
    }

    /// The steps from the root, with the place of each.
    public let path: [(step: Step, location: SourceLocation)]
    public let value: Setting

    public static func == (left: ScenarioOverride, right: ScenarioOverride) -> Bool {
        left.value == right.value && left.path.map(\.step) == right.path.map(\.step)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(value)
        hasher.combine(path.map(\.step))
    }

    /// Reads an override.
    ///
    /// - Parameter number: which override of the command line this is, from 1: the line in messages.
    public init(_ text: String, number: Int = 1) throws(Diagnostics) {
        let start = SourceLocation(file: Self.sourceName, line: number, column: 1)
        let scalars = Array(text.unicodeScalars)
        guard !scalars.contains(where: { $0 == "\n" || $0 == "\r" }) else {
            throw Diagnostics("an override must stand on one line", at: start, help: "write lists as [1, 2]")
        }
        guard text.utf8.count <= ScenarioFile.byteLimit else {
            throw Diagnostics("the override is too long", at: start)
        }
        guard let equals = scalars.firstIndex(of: "=") else {
            throw Diagnostics("an override needs a '='", at: start, help: "write --set path.to.option=value")
        }
        path = try Self.path(scalars[..<equals], from: start)
        var view = String.UnicodeScalarView()
        // Blanks in place of the path keep the columns.
        view.append(contentsOf: scalars[...equals].map { _ in " " })
        view.append(contentsOf: scalars[(equals + 1)...])
        let reader = YAMLReader(String(view), file: Self.sourceName, lineOffset: number - 1)
        do throws(Diagnostics) {
            let nothing = SourceLocation(file: Self.sourceName, line: number, column: equals + 2)
            value = try reader.read() ?? Setting(.scalar("", isQuoted: false), at: nothing)
        } catch {
            // YAML finds what is missing at the start of the next line; here that is the next override.
            let end = SourceLocation(file: Self.sourceName, line: number, column: scalars.count + 1)
            throw Diagnostics(
                error.all.map { diagnostic in
                    var moved = diagnostic
                    if let line = diagnostic.location?.line, line > number { moved.location = end }
                    return moved
                })
        }
    }

    /// An override that stands elsewhere than on the command line.
    init(path: [(step: Step, location: SourceLocation)], value: Setting) {
        self.path = path
        self.value = value
    }

    /// Whether this path leads through the other's place, or ends there.
    func isWithin(_ other: [Step]) -> Bool {
        path.count >= other.count && zip(path, other).allSatisfy { $0.step == $1 }
    }

    /// All overrides of a command line.
    ///
    /// - Throws: the errors of all of them.
    public static func all(_ texts: [String]) throws(Diagnostics) -> [ScenarioOverride] {
        let (overrides, diagnostics) = readable(texts)
        if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
        return overrides
    }

    /// Those that can be read, and what is wrong with the others.
    static func readable(_ texts: [String]) -> ([ScenarioOverride], [Diagnostic]) {
        var overrides: [ScenarioOverride] = []
        var diagnostics: [Diagnostic] = []
        for (index, text) in texts.enumerated() {
            do throws(Diagnostics) {
                overrides.append(try ScenarioOverride(text, number: index + 1))
            } catch {
                diagnostics += error.all
            }
        }
        return (overrides, diagnostics)
    }

    /// The tree with this value in its place.
    ///
    /// - Throws: where the path leads through a value that is no mapping or list, or past the end of a list.
    public func applied(to root: Setting) throws(Diagnostics) -> Setting {
        try replaced(root, step: 0)
    }

    private func replaced(_ setting: Setting, step number: Int) throws(Diagnostics) -> Setting {
        guard number < path.count else { return value }
        let (step, location) = path[number]
        switch (step, setting.content) {
        case (.key(let key), .mapping(var entries)):
            if let index = entries.firstIndex(where: { $0.key == key }) {
                entries[index].value = try replaced(entries[index].value, step: number + 1)
            } else {
                entries.append(try added(key, location, number))
            }
            return Setting(.mapping(entries), at: setting.location)
        case (.key(let key), .scalar("", isQuoted: false)):
            return Setting(.mapping([try added(key, location, number)]), at: setting.location ?? location)
        case (.key(let key), .scalar(let name, isQuoted: _)) where name == key:
            // A component given by its bare name: `solver: cg` is `solver: { cg: {} }`.
            let empty = Setting(.mapping([]), at: setting.location)
            let inner = try replaced(empty, step: number + 1)
            return Setting(
                .mapping([Setting.Entry(key: key, keyLocation: setting.location, value: inner)]), at: setting.location)
        case (.index(let index), .list(var items)):
            guard items.indices.contains(index) else {
                throw Diagnostics(
                    "index \(index) is outside the list '\(shown(number))' of \(items.count)", at: location,
                    help: items.isEmpty ? "the list is empty" : "indices go from 0 to \(items.count - 1)")
            }
            items[index] = try replaced(items[index], step: number + 1)
            return Setting(.list(items), at: setting.location)
        case (.key, .list(let items)):
            throw Diagnostics(
                "'\(shown(number))' is \(setting.kindDescription)\(setting.location.map { " (\($0))" } ?? "")",
                at: location, help: items.isEmpty ? nil : "choose one by its index: \(shown(number))[0]")
        case (.key, _), (.index, _):
            let wanted = if case .key = step { "a mapping" } else { "a list" }
            throw Diagnostics(
                "'\(shown(number))' is \(setting.kindDescription), not \(wanted)", at: location,
                help: setting.location.map { "it is set at \($0)" })
        }
    }

    private func added(_ key: String, _ location: SourceLocation, _ number: Int) throws(Diagnostics) -> Setting.Entry {
        let nothing = Setting(.scalar("", isQuoted: false), at: location)
        return Setting.Entry(key: key, keyLocation: location, value: try replaced(nothing, step: number + 1))
    }

    /// The first `count` steps as written.
    private func shown(_ count: Int) -> String {
        var text = ""
        for (step, _) in path.prefix(count) {
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }

    /// Reads a path whose first character stands at `start`.
    static func path(
        _ scalars: ArraySlice<Unicode.Scalar>, from start: SourceLocation
    ) throws(Diagnostics) -> [(step: Step, location: SourceLocation)] {
        var path: [(step: Step, location: SourceLocation)] = []
        var index = scalars.startIndex
        func place(_ index: Int) -> SourceLocation {
            SourceLocation(file: start.file, line: start.line, column: start.column + index - scalars.startIndex)
        }
        func string(_ part: ArraySlice<Unicode.Scalar>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: part)
            return String(view)
        }
        repeat {
            let begin = index
            while index < scalars.endIndex, scalars[index] != ".", scalars[index] != "[" { index += 1 }
            let key = string(scalars[begin..<index])
            guard !key.isEmpty, !key.contains(where: { $0.isWhitespace || $0 == "]" }) else {
                throw Diagnostics(
                    key.isEmpty ? "a name is missing in the path" : "'\(key)' is no name", at: place(begin),
                    help: "write --set path.to.option=value")
            }
            path.append((.key(key), place(begin)))
            while index < scalars.endIndex, scalars[index] == "[" {
                let open = index
                guard let close = scalars[index...].firstIndex(of: "]"),
                    let number = Int(string(scalars[(open + 1)..<close])), number >= 0
                else {
                    throw Diagnostics("'[' needs an index and a ']'", at: place(open), help: "write [0] for the first")
                }
                path.append((.index(number), place(open)))
                index = close + 1
            }
            guard index < scalars.endIndex else { break }
            guard scalars[index] == "." else {
                throw Diagnostics("a '.' is missing in the path", at: place(index), help: "write list[0].option=value")
            }
            index += 1
        } while true
        guard path.count <= YAMLReader.depthLimit else {
            throw Diagnostics("the path has more than \(YAMLReader.depthLimit) steps", at: start)
        }
        return path
    }
}
