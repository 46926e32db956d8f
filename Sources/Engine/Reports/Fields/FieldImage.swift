/// A two-dimensional field as a PNG image, one colour a value, y upward.
public struct FieldImage: Hashable, Sendable {
    /// Of the image, in pixels.
    public let width: Int
    public let height: Int
    /// The file. The same field gives the same bytes with the same libpng and zlib.
    public let png: [UInt8]
    /// How many values are not finite; these have the colour ``ColourMap/notFinite``.
    public let notFinite: Int

    /// The map and scale that the values were drawn with.
    let map: ColourMap
    let scale: PlotScale

    /// Small fields are enlarged by a whole number, so that the longer side has at least this many pixels.
    public static let smallest = 320
    /// Fields with a longer side than this are reduced by a whole number, to means over blocks of values.
    public static let largest = 1280

    /// - Parameters:
    ///   - values: Row-major, `(rows, columns)`; row 0 is at the bottom of the image.
    ///   - value: Range and kind of scale of the colours. Values beyond the limits get the colour of the nearer end; on
    ///     a logarithmic scale, zero and less get the lowest.
    ///   - map: `nil` takes ``ColourMap/diverging`` for fields with a fair share of both signs on a linear scale, else
    ///     ``ColourMap/viridis``. A diverging map has zero in its middle unless the axis sets limits.
    public init(
        _ values: [Double], rows: Int, columns: Int, value: ChartAxis = ChartAxis(), map: ColourMap? = nil
    ) throws(FieldImageError) {
        guard rows > 0, columns > 0 else { throw .empty(rows: rows, columns: columns) }
        let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard !overflow, count == values.count else {
            throw .wrongCount(found: values.count, rows: rows, columns: columns)
        }
        (self.map, scale) = Self.colours(values, value, map)
        notFinite = values.reduce(0) { $0 + ($1.isFinite ? 0 : 1) }

        let longer = max(rows, columns)
        let block = (longer + Self.largest - 1) / Self.largest
        let enlarge = max(1, (Self.smallest + longer - 1) / longer)
        let reducedRows = (rows + block - 1) / block
        let reducedColumns = (columns + block - 1) / block
        width = reducedColumns * enlarge
        height = reducedRows * enlarge
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height)
        for row in (0..<reducedRows).reversed() {
            var line: [UInt8] = []
            for column in 0..<reducedColumns {
                let mean =
                    block == 1
                    ? values[row * columns + column]
                    : Self.mean(values, rows: rows, columns: columns, block: block, row: row, column: column)
                line += repeatElement(Self.index(mean, scale), count: enlarge)
            }
            for _ in 0..<enlarge { pixels += line }
        }
        png = try PNGEncoder.encode(pixels: pixels, width: width, height: height, palette: self.map.palette)
    }

    private static func colours(_ values: [Double], _ axis: ChartAxis, _ map: ColourMap?) -> (ColourMap, PlotScale) {
        let scale = PlotScale(axis, showing: values, room: 0)
        let size = max(abs(scale.lower), abs(scale.upper))
        // A tenth: the smaller sign has to be more than a stray undershoot.
        let isSigned = scale.lower < 0 && scale.upper > 0 && min(-scale.lower, scale.upper) >= 0.1 * size
        let chosen = map ?? (isSigned && !scale.isLog ? .diverging : .viridis)
        guard chosen.isDiverging, !scale.isLog, axis.limits == nil else { return (chosen, scale) }
        return (chosen, PlotScale(lower: -size, upper: size, isLog: false))
    }

    private static func index(_ value: Double, _ scale: PlotScale) -> UInt8 {
        guard value.isFinite else { return UInt8(ColourMap.steps) }
        let last = Double(ColourMap.steps - 1)
        // Finite values that the scale has no place for lie beyond one of its ends.
        guard let fraction = scale.fraction(value) else { return value <= 0 ? 0 : UInt8(last) }
        return UInt8((min(max(fraction, 0), 1) * last).rounded())
    }

    /// A block with a value that is not finite is not finite: no defect may vanish by scaling down.
    private static func mean(
        _ values: [Double], rows: Int, columns: Int, block: Int, row: Int, column: Int
    ) -> Double {
        var sum = 0.0
        var count = 0.0
        for y in row * block..<min(rows, (row + 1) * block) {
            for x in column * block..<min(columns, (column + 1) * block) {
                sum += values[y * columns + x]
                count += 1
            }
        }
        return sum / count
    }
}
