import Ansatz
import Engine
import Foundation

/// What `inspect` prints of a model file before its datasets. It needs no plugin: all is read from the file.
struct ModelInspection {
    private let attributes: [Attribute]
    private let normalizers: [FileSummary.Group]

    /// - Returns: `nil` for a file that is no model.
    init?(_ summary: FileSummary) {
        guard summary.root.attributes["ansatz_model"] != nil else { return nil }
        attributes = summary.root.attributes
        normalizers = summary.root.groups.first { $0.name.hasSuffix("normalizers") }?.groups ?? []
    }

    /// The attributes that are shown in words, and not once more below.
    static let shown = [
        "ansatz_model", "operator", "options", "task", "recipe", "record", "data", "parameters", "conventions",
        "contents",
    ]

    func print() {
        let record = json("record")
        var lines = [
            ("model", "\(text("operator")) with \(NumberFormat.integer.string(number("parameters"))) parameters"),
            ("options", Self.list(json("options"))),
        ]
        for (role, key) in [("takes", "inputs"), ("gives", "outputs")] {
            lines += (json("task")?[key]?.array ?? []).map { (role, variable($0, key)) }
        }
        lines += [("recipe", Self.list(json("recipe"))), ("training", Self.list(record)), ("data", text("data"))]
        let conventions = Self.list(json("conventions"))
        if !conventions.isEmpty { lines.append(("follows", conventions)) }
        for (name, text) in lines {
            Swift.print(name.padding(toLength: 10, withPad: " ", startingAt: 0) + text)
        }
        Swift.print("")
    }

    private func text(_ name: String) -> String { attributes[name]?.text ?? "" }
    private func number(_ name: String) -> Double { attributes[name]?.number ?? .nan }
    private func json(_ name: String) -> JSONValue? { try? JSONValue(parsing: text(name)) }

    /// `a (y 85, x 85), normalised by field`.
    private func variable(_ json: JSONValue, _ role: String) -> String {
        let name = json["name"]?.string ?? ""
        let axes = (json["axes"]?.array ?? []).map { axis in
            let count = axis["count"]?.double.map { NumberFormat.integer.string($0) } ?? "?"
            let periodic = axis["topology"]?.string == "periodic" ? " periodic" : ""
            let range: String
            if let first = axis["first"]?.double, let spacing = axis["spacing"]?.double, let n = axis["count"]?.double {
                let ends = [first, first + spacing * (n - 1)].map { String(format: "%.4g", $0) }
                range = " from \(ends[0]) to \(ends[1])"
            } else {
                range = " uneven"
            }
            return "\(axis["name"]?.string ?? "") \(count)\(periodic)\(range)"
        }
        let unit = json["unit"]?.string ?? "1"
        let kind = normalizers.first { $0.name.hasSuffix(role) }?.groups.first {
            $0.name.hasSuffix("/" + name) || $0.name == name
        }?
        .attributes["kind"]?.text
        return [
            "\(name) (\(axes.joined(separator: ", ")))" + (unit == "1" ? "" : " in \(unit)"),
            kind.map { "normalised by \($0)" },
        ]
        .compactMap { $0 }.joined(separator: ", ")
    }

    private static func list(_ json: JSONValue?) -> String {
        (json?.object ?? [:]).filter { $0.value != .null }.sorted { $0.key < $1.key }
            .map { "\($0.key) \(OptionText.shown($0.value))" }.joined(separator: ", ")
    }
}
