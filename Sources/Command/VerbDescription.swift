import Engine

/// What `describe` prints of a verb.
struct VerbDescription {
    private let verb: StageVerb

    init(_ verb: StageVerb) { self.verb = verb }

    func print() {
        Swift.print("\(verb.rawValue): verb of a stage\n\(verb.summary)\n")
        let table = TextTable(
            [TableColumn("key"), TableColumn("default"), TableColumn("meaning")],
            rows: verb.keys.flatMap { Self.rows($0) })
        Swift.print(table.text(width: Terminal.width))
        if !verb.metrics.isEmpty {
            let metrics = TextTable(
                [TableColumn("metric"), TableColumn("meaning")],
                rows: verb.metrics.map { [.text($0.name), .text($0.meaning)] })
            Swift.print(metrics.text(width: Terminal.width))
        }
        Swift.print("Example")
        for line in verb.example.split(separator: "\n") { Swift.print("  \(line)") }
    }

    /// A key, and below it those that stand under it. `methods` and `fallback` repeat what `using` and `with` have.
    private static func rows(_ key: FormatKey) -> [[TableCell]] {
        let own: [TableCell] = [
            .text(key.name), .text(key.isRequired ? "required" : key.standard ?? ""), .text(key.help),
        ]
        let repeats = ["methods", "fallback"].contains(key.name)
        let below = repeats ? [] : key.keys.flatMap(rows)
        return [own]
            + below.map { row in
                guard case .text(let name) = row[0] else { return row }
                return [.text("\(key.name).\(name)")] + row.dropFirst()
            }
    }
}
