import Ansatz
import Yams

/// Says in our words what libyaml found wrong with a text, with its own reason behind.
struct YAMLFailure {
    let file: String
    let lineOffset: Int
    let source: String

    func diagnostic(of error: any Error) -> Diagnostic {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _):
            return syntax(context, problem, mark)
        case YamlError.composer(_, let problem, let mark, _):
            return composition(problem, location(mark))
        case YamlError.duplicatedKeysInMapping(let names, let context):
            return Diagnostic(
                "given twice: \(Suggestion.list(names.map(VariableBraces.restored)))",
                at: location(context.mark), help: "keep one of each")
        case YamlError.reader(let problem, _, _, _):
            return Diagnostic(
                "the text cannot be read (\(problem))", at: SourceLocation(file: file, line: 1 + lineOffset, column: 1))
        default:
            return Diagnostic(
                "this is not valid YAML (\(error))", at: SourceLocation(file: file, line: 1 + lineOffset, column: 1))
        }
    }

    private func composition(_ problem: String, _ place: SourceLocation) -> Diagnostic {
        if problem.contains("undefined alias") {
            return Diagnostic(
                YAMLLowering.anchorMessage, at: place, help: "a text that starts with '*' needs quotes")
        }
        if problem.contains("another document") {
            return Diagnostic(
                "a second document starts here", at: place, help: "one file holds one scenario; remove the '---'")
        }
        return Diagnostic("this is not valid YAML (\(problem))", at: place)
    }

    private func syntax(_ context: YamlError.Context?, _ problem: String, _ mark: Mark) -> Diagnostic {
        let place = location(mark)
        let opened = context.map { location($0.mark) }
        if let tab = tabInIndentation(mark.line) {
            return Diagnostic(
                "a tab in the indentation (\(problem))",
                at: SourceLocation(file: file, line: place.line, column: tab), help: "indent with spaces")
        }
        let about = context?.text ?? ""
        let (message, help, at): (String, String?, SourceLocation) =
            switch problem {
            case _ where problem.contains("end of stream") && about.contains("quoted"):
                ("a quote is not closed", "add the closing quote", opened ?? place)
            case _ where about.contains("flow sequence"):
                ("a ',' or ']' is missing before this", opened.map { "the list starts at \($0)" }, place)
            case _ where about.contains("flow mapping"):
                ("a ',' or '}' is missing before this", opened.map { "the mapping starts at \($0)" }, place)
            case _ where problem.contains("mapping values are not allowed"):
                ("a ':' cannot stand here", "check the indentation; a text that contains ': ' needs quotes", place)
            case _ where problem.contains("expected ':'"):
                ("a ':' is missing after a key", "write 'name: value'", opened ?? place)
            case _ where problem.contains("cannot start any token"):
                ("a value cannot start with this character", "put the value in quotes", place)
            case _ where problem.contains("expected key"), _ where problem.contains("'-' indicator"),
                _ where problem.contains("<document start>"),
                _ where problem.contains("not allowed in this context"):
                ("this does not fit the lines above", "check the indentation and the quotes", place)
            case _ where problem.contains("escape"):
                ("an unknown escape in double quotes", "write '\\\\' for a backslash, or use single quotes", place)
            case _ where problem.contains("nesting level"):
                ("values nest deeper than \(YAMLReader.depthLimit) levels", "flatten the scenario", place)
            default: ("this is not valid YAML", nil, place)
            }
        // Its advice for this one is for programmers.
        let reason = problem.contains("nesting level") ? "" : " (\(problem))"
        return Diagnostic(message + reason, at: at, help: help)
    }

    /// The column of a tab among the blanks at the start of a line.
    private func tabInIndentation(_ line: Int) -> Int? {
        let lines = SourceLines(source).lines
        guard lines.indices.contains(line - 1) else { return nil }
        let blanks = lines[line - 1].prefix { $0 == " " || $0 == "\t" }
        return blanks.contains("\t") ? (blanks.prefix { $0 != "\t" }.count + 1) : nil
    }

    /// The place of a mark. The end of the text, which libyaml takes for the start of another line, is put behind the
    /// last word.
    private func location(_ mark: Mark) -> SourceLocation {
        let lines = SourceLines(source).lines
        if lines.indices.contains(mark.line - 1) {
            let column = min(mark.column, lines[mark.line - 1].count + 1)
            return SourceLocation(file: file, line: mark.line + lineOffset, column: column)
        }
        let last = lines.lastIndex { $0.contains { $0 != " " && $0 != "\t" } } ?? 0
        return SourceLocation(file: file, line: last + 1 + lineOffset, column: lines[last].count + 1)
    }
}
