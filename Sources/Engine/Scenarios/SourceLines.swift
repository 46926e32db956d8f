import Ansatz

/// A text by lines, as editors and libyaml number them; columns count Unicode scalars.
struct SourceLines: Sendable {
    let lines: [[Unicode.Scalar]]

    init(_ text: String) {
        var lines: [[Unicode.Scalar]] = []
        var line: [Unicode.Scalar] = []
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            if scalar == "\n", previous == "\r" {
                // The second half of a line end.
            } else if scalar == "\n" || scalar == "\r" {
                lines.append(line)
                line = []
            } else {
                line.append(scalar)
            }
            previous = scalar
        }
        lines.append(line)
        self.lines = lines
    }

    /// Texts that are a line each, such as arguments, whatever line ends are in them.
    init(eachOf texts: [String]) {
        lines = texts.map { $0.unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 } }
    }

    /// The line with a number from 1.
    func line(_ number: Int) -> [Unicode.Scalar]? {
        lines.indices.contains(number - 1) ? lines[number - 1] : nil
    }

    /// The place of the `number`th `${` (from 0) at or after `start`.
    func variable(_ number: Int, from start: SourceLocation) -> SourceLocation? {
        var place = start
        var remaining = number
        while let line = line(place.line) {
            var index = max(0, place.column - 1)
            while index + 1 < line.count {
                if line[index] == "$", line[index + 1] == "{" {
                    if remaining == 0 { return SourceLocation(file: start.file, line: place.line, column: index + 1) }
                    remaining -= 1
                }
                index += 1
            }
            place.line += 1
            place.column = 1
        }
        return nil
    }
}
