import Ansatz
import Engine
import Foundation

/// What `inspect` prints of an HDF5 file.
struct FileInspection {
    private let summary: FileSummary
    private let digest: String?

    init(_ summary: FileSummary, digest: String?) {
        self.summary = summary
        self.digest = digest
    }

    func print() {
        Swift.print("\(summary.path): \(NumberFormat.bytes.string(Double(summary.byteCount)))")
        if let digest { Swift.print("SHA-256 \(digest)") }
        Swift.print("")
        ModelInspection(summary)?.print()
        let rows = rows(of: summary.root, depth: 0)
        if rows.isEmpty {
            Swift.print("It holds no datasets.")
        } else {
            Swift.print(Self.table(rows).text(width: Terminal.width), terminator: "")
        }
        let isModel = ModelInspection(summary) != nil
        show(summary.root.attributes.filter { !isModel || !ModelInspection.shown.contains($0.name) })
    }

    private static func table(_ rows: [[TableCell]]) -> TextTable {
        TextTable(
            [
                TableColumn("name"), TableColumn("type"), TableColumn("dimensions"), TableColumn("unit"),
                TableColumn("from", alignment: .right), TableColumn("to", alignment: .right), .number("NaN"),
                TableColumn("size", alignment: .right), TableColumn("storage"),
            ], rows: rows)
    }

    private func rows(of group: FileSummary.Group, depth: Int) -> [[TableCell]] {
        let indentation = String(repeating: "  ", count: depth)
        let own = group.datasets.map { dataset -> [TableCell] in
            let variable = dataset.variable
            let name = variable.name.split(separator: "/").last.map(String.init) ?? variable.name
            let dimensions = zip(variable.dimensions, variable.shape).map { "\($0) \($1)" }.joined(separator: ", ")
            return [
                .text(indentation + name), .text(variable.type),
                .text(dimensions.isEmpty && variable.type != "elsewhere" ? "single" : dimensions),
                .text(variable.unit == "1" ? "" : variable.unit), Self.cell(dataset.statistics?.minimum),
                Self.cell(dataset.statistics?.maximum), dataset.statistics.map { .integer($0.nanCount) } ?? .missing,
                .text(NumberFormat.bytes.string(Double(dataset.storedByteCount))), .text(Self.storage(dataset)),
            ]
        }
        let nested = group.groups.flatMap { child -> [[TableCell]] in
            [[.text("\(indentation)\(child.name)/"), "group"] + Array(repeating: "", count: 7)]
                + rows(of: child, depth: depth + 1)
        }
        return own + nested
    }

    private static func cell(_ value: Double?) -> TableCell {
        value.map { .text(String(format: "%.5g", $0)) } ?? .missing
    }

    private static func storage(_ dataset: FileSummary.Dataset) -> String {
        guard let chunk = dataset.chunk else {
            return dataset.variable.type == "elsewhere" ? "in another file" : "one piece"
        }
        let extents = chunk.map { "\($0)" }.joined(separator: "×")
        return ([extents] + dataset.filters).joined(separator: " ")
    }

    private func show(_ attributes: [Attribute]) {
        guard !attributes.isEmpty else { return }
        Swift.print("\nAttributes")
        for attribute in attributes {
            let text = Self.text(attribute.value)
            let shown = text.count > 120 ? text.prefix(120) + "… (\(text.count) characters)" : text[...]
            Swift.print("  \(attribute.name): \(shown.replacing("\n", with: " "))")
        }
    }

    private static func text(_ value: AttributeValue) -> String {
        switch value {
        case .text(let text): text
        case .number(let number): "\(number)"
        case .integer(let integer): "\(integer)"
        case .list(let items): items.map { text($0) }.joined(separator: ", ")
        }
    }
}
