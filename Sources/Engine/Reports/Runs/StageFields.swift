import Ansatz

/// The fields of a stage as images: the first and the last frame, or the first samples; curves where there is only one
/// dimension.
struct StageFields {
    private let results: StageResults

    init(_ results: StageResults) { self.results = results }

    /// Larger frames are not drawn.
    static let cellLimit = 4 << 20
    /// Methods and samples beyond these are not drawn.
    static let methodLimit = 8
    static let sampleLimit = 3

    var blocks: [ReportBlock] {
        var names: [String] = []
        for name in results.sources.flatMap(\.fields).map(\.name) where !names.contains(name) { names.append(name) }
        var blocks: [ReportBlock] = []
        for name in names {
            results.attempt("the field '\(name)' can't be drawn") {
                let figures = try figures(of: name)
                if !figures.isEmpty { blocks.append(.figures(figures)) }
            }
        }
        let left = results.sources.count - Self.methodLimit
        if left > 0, !blocks.isEmpty {
            blocks.append(
                .paragraph(
                    "Fields are shown for the first \(Self.methodLimit) methods; \(left) more are in their files."))
        }
        return blocks
    }

    /// A frame with what it is: `T, time 5 s`. Its numbers are read when they are needed, so that few are held at once.
    private struct Frame {
        var source: String
        var title: String
        var read: () throws -> Field
    }

    private func figures(of name: String) throws -> [ReportFigure] {
        var firsts: [Frame] = []
        var lasts: [Frame] = []
        var common: Field?
        var dimensions = 0
        var timeSpace: [ReportFigure] = []
        for source in results.sources.prefix(Self.methodLimit) {
            guard let variable = source.fields.first(where: { $0.name == name }) else { continue }
            let axes = try source.reader.axes(of: name)
            let isFramed = axes.first.map { $0.role == .time || $0.role == .sample } ?? false
            let cells = Tensor<Double>.elementCount(of: Array(variable.shape.dropFirst(isFramed ? 1 : 0))) ?? .max
            dimensions = axes.count - (isFramed ? 1 : 0)
            let limit = dimensions == 1 ? Self.cellLimit / 4 : Self.cellLimit
            if cells > limit {
                results.note("\(source.name): \(name) is not drawn: a frame has \(NumberFormat.grouped(cells)) cells")
            }
            guard (2...limit).contains(cells) else { continue }
            guard isFramed, let leading = axes.first else {
                lasts.append(Frame(source: source.name, title: name) { try source.reader.read(name) })
                continue
            }
            func frame(_ index: Int) -> Frame {
                Frame(source: source.name, title: "\(name), \(place(leading, index))") {
                    try source.reader.readSlab(name, at: index)
                }
            }
            guard leading.count > 0 else { continue }
            if leading.role == .sample {
                for index in 0..<min(leading.count, Self.sampleLimit) { lasts.append(frame(index)) }
                continue
            }
            // Methods usually start from the same state, which is shown once.
            if leading.count > 1 {
                let values = try frame(0).read()
                if common.map({ $0.values != values.values }) ?? true { firsts.append(frame(0)) }
                if common == nil { common = values }
            }
            lasts.append(frame(leading.count - 1))
            if axes.count == 2, leading.count > 2, leading.count * cells <= Self.cellLimit {
                timeSpace.append(try overTime(try source.reader.read(name), source.name))
            }
        }
        common = nil
        if dimensions == 1 { return try profiles(name, firsts + lasts) + timeSpace }
        return try images(firsts) + images(lasts)
    }

    private func place(_ axis: Axis, _ index: Int) -> String {
        let value = FieldPlane.shortest(axis.coordinate(at: index))
        return "\(axis.name) \(value)" + (axis.unit == "1" ? "" : " \(axis.unit)")
    }

    /// All frames over one dimension in one chart.
    private func profiles(_ name: String, _ frames: [Frame]) throws -> [ReportFigure] {
        let curves = try frames.map { ($0, try $0.read()) }.filter {
            $1.axes.count == 1 && $1.axes[0].role != .component
        }
        guard let axis = curves.first?.1.axes.first, let unit = curves.first?.1.unit else { return [] }
        let several = Set(curves.map(\.0.title)).count > 1
        let chart = CurveChart(
            name, x: ChartAxis(axis.name, unit: axis.unit == "1" ? nil : axis.unit),
            y: ChartAxis(name, unit: unit == "1" ? nil : unit),
            series: curves.map { frame, field in
                ChartSeries(
                    several ? "\(frame.source): \(frame.title)" : frame.source, x: field.axes[0].values,
                    y: field.doubles.elements)
            })
        return [ReportFigure(chart.svg())]
    }

    /// A field over time and one dimension, time upward.
    private func overTime(_ field: Field, _ source: String) throws -> ReportFigure {
        let figure = try FieldFigure(
            "\(source): \(field.name)", field.doubles.elements, rows: field.shape[0], columns: field.shape[1],
            x: FieldPlane.axis(field.axes[1]), y: FieldPlane.axis(field.axes[0]),
            value: ChartAxis(field.name, unit: field.unit == "1" ? nil : field.unit), shape: .ratio(0.6))
        return ReportFigure(figure.svg())
    }

    /// Figures that share one range of colours.
    private func images(_ frames: [Frame]) throws -> [ReportFigure] {
        var range = ValueRange()
        for frame in frames { FieldPlane.all(of: try frame.read()).forEach { range.add($0.values) } }
        let hasSources = Set(results.sources.map(\.name)).count > 1 && frames.count > 1
        return try frames.flatMap { frame in
            let field = try frame.read()
            return try FieldPlane.all(of: field).map { plane in
                let title = [frame.title, plane.part].filter { !$0.isEmpty }.joined(separator: ", ")
                let figure = try FieldFigure(
                    hasSources ? "\(frame.source): \(title)" : title, plane.values, rows: plane.rows,
                    columns: plane.columns, x: plane.x, y: plane.y,
                    value: ChartAxis(field.name, unit: field.unit == "1" ? nil : field.unit, limits: range.limits))
                return ReportFigure(figure.svg())
            }
        }
    }
}
