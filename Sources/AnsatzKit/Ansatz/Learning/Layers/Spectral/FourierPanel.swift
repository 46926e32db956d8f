/// Some neighbouring points of a grid, few enough that all channels of them fit the processor's first cache: whole rows
/// along the last axis, or a part of one.
struct FourierPanel {
    /// The rows that it has points of.
    var rows: Range<Int>
    /// Its part of each row.
    var columns: Range<Int>
    /// Its first point.
    var start: Int
    var count: Int { rows.count * columns.count }

    /// All panels of a grid in order, one after the other without a gap.
    ///
    /// - Parameter cutsRows: whether a long row may be cut; else it is a panel, however large.
    static func all(rows: Int, extent: Int, cutsRows: Bool) -> [FourierPanel] {
        let together = Swift.max(1, 64 / extent)
        let parts = cutsRows ? (extent + 95) / 96 : 1
        // Whole vectors, but for the last part.
        let width = parts == 1 ? extent : ((extent + parts - 1) / parts + 15) / 16 * 16
        var panels: [FourierPanel] = []
        for row in stride(from: 0, to: rows, by: together) {
            for column in stride(from: 0, to: extent, by: width) {
                panels.append(
                    FourierPanel(
                        rows: row..<Swift.min(row + together, rows),
                        columns: column..<Swift.min(column + width, extent),
                        start: row * extent + column))
            }
        }
        return panels
    }
}
