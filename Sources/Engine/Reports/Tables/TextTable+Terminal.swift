extension TextTable {
    /// The table as lines of text, each at most `width` columns of a terminal, ending in a line break.
    ///
    /// Where the table is too wide, columns of text are wrapped, the widest first. Where even that is too wide, the
    /// columns go into several blocks below each other that all begin with the first column.
    public func text(width: Int = 100) -> String {
        guard !columns.isEmpty else { return "" }
        let width = max(width, 20)
        let cells =
            [columns.map { DisplayWidth.printable($0.title) }]
            + rows.map { row in
                columns.indices.map { DisplayWidth.printable(cell(row, $0).string(columns[$0].format)) }
            }
        let widths = fitted(cells, to: width)
        var lines = caption.map { DisplayWidth.wrapped(DisplayWidth.printable($0), to: width) } ?? []
        for (number, block) in blocks(widths, width).enumerated() {
            if number > 0 { lines.append("") }
            for (index, row) in cells.enumerated() {
                lines += printed(row, block, widths)
                if index == 0 {
                    lines.append(block.map { String(repeating: "─", count: widths[$0]) }.joined(separator: Self.gap))
                }
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static let gap = "  "
    /// Text columns aren't wrapped to less than this.
    private static let narrowest = 16

    private func fitted(_ cells: [[String]], to width: Int) -> [Int] {
        var widths = columns.indices.map { column in
            max(1, min(width, cells.map { DisplayWidth.of($0[column]) }.max() ?? 1))
        }
        func total() -> Int { widths.reduce(0, +) + Self.gap.count * (widths.count - 1) }
        while total() > width {
            let wrappable = widths.indices.filter { columns[$0].alignment == .left && widths[$0] > Self.narrowest }
            guard let widest = wrappable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths
    }

    private func blocks(_ widths: [Int], _ width: Int) -> [[Int]] {
        var blocks = [[0]]
        var used = widths[0]
        for column in widths.indices.dropFirst() {
            if used + Self.gap.count + widths[column] > width, blocks[blocks.count - 1] != [0] {
                blocks.append([0])
                used = widths[0]
            }
            blocks[blocks.count - 1].append(column)
            used += Self.gap.count + widths[column]
        }
        return blocks
    }

    private func printed(_ row: [String], _ block: [Int], _ widths: [Int]) -> [String] {
        let wrapped = block.map { DisplayWidth.wrapped(row[$0], to: widths[$0]) }
        return (0..<(wrapped.map(\.count).max() ?? 0)).map { line in
            let parts = zip(block, wrapped).map { column, lines in
                padded(line < lines.count ? lines[line] : "", widths[column], columns[column].alignment)
            }
            let joined = parts.joined(separator: Self.gap)
            return String(joined.reversed().drop { $0 == " " }.reversed())
        }
    }

    private func padded(_ text: String, _ width: Int, _ alignment: TableColumn.Alignment) -> String {
        let space = max(0, width - DisplayWidth.of(text))
        let left =
            switch alignment {
            case .left: 0
            case .right: space
            case .centre: space / 2
            }
        return String(repeating: " ", count: left) + text + String(repeating: " ", count: space - left)
    }
}
