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
            blocks.append(.paragraph("Fields are shown for the first \(Self.methodLimit) methods; \(left) more are in their files."))
        }
        return blocks
    }

    /// A frame with what it is: `T at time 5 s`.
    private struct Frame {
        var source: String
        var title: String
        var field: Field
    }

    private func figures(of name: String) throws -> [ReportFigure] {
        var firsts: [Frame] = []
        var lasts: [Frame] = []
        var timeSpace: [ReportFigure] = []
        for source in results.sources.prefix(Self.methodLimit) {
            guard let variable = source.fields.first(where: { $0.name == name }) else { continue }
            let axes = try source.reader.axes(of: name)
            let isFramed = axes.first.map { $0.role == .time || $0.role == .sample } ?? false
            let cells = Tensor<Double>.elementCount(of: Array(variable.shape.dropFirst(isFramed ? 1 : 0))) ?? .max
            guard (2...Self.cellLimit).contains(cells) else { continue }
            guard isFramed, let leading = axes.first else {
                lasts.append(Frame(source: source.name, title: name, field: try source.reader.read(name)))
                continue
            }
            func frame(_ index: Int) throws -> Frame {
                Frame(
                    source: source.name, title: "\(name), \(place(leading, index))",
                    field: try source.reader.readSlab(name, at: index))
            }
            guard leading.count > 0 else { continue }
            if leading.role == .sample {
                for index in 0..<min(leading.count, Self.sampleLimit) { lasts.append(try frame(index)) }
                continue
            }
            let first = try frame(0)
            // Methods usually start from the same state, which is shown once.
            if leading.count > 1, !firsts.contains(where: { $0.field.values == first.field.values }) { firsts.append(first) }
            lasts.append(try frame(leading.count - 1))
            if axes.count == 2, leading.count > 2, leading.count * cells <= Self.cellLimit {
                timeSpace.append(try overTime(try source.reader.read(name), source.name))
            }
        }
        return try profiles(name, firsts + lasts) + timeSpace + images(firsts) + images(lasts)
    }

    private func place(_ axis: Axis, _ index: Int) -> String {
        if axis.role == .sample { return "sample \(index)" }
        let value = FieldPlane.shortest(axis.coordinate(at: index))
        return "\(axis.name) \(value)" + (axis.unit == "1" ? "" : " \(axis.unit)")
    }

    /// All frames over one dimension in one chart.
    private func profiles(_ name: String, _ frames: [Frame]) throws -> [ReportFigure] {
        let curves = frames.filter { $0.field.axes.count == 1 && $0.field.axes[0].role != .component }
        guard let axis = curves.first?.field.axes.first, let unit = curves.first?.field.unit else { return [] }
        let several = Set(curves.map(\.title)).count > 1
        let chart = CurveChart(
            name, x: ChartAxis(axis.name, unit: axis.unit == "1" ? nil : axis.unit),
            y: ChartAxis(name, unit: unit == "1" ? nil : unit),
            series: curves.map { frame in
                ChartSeries(
                    several ? "\(frame.source): \(frame.title)" : frame.source, x: frame.field.axes[0].values,
                    y: frame.field.doubles.elements)
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
        let planes = frames.flatMap { frame in FieldPlane.all(of: frame.field).map { (frame, $0) } }
        let limits = FieldPlane.limits(of: planes.map(\.1))
        let hasSources = Set(results.sources.map(\.name)).count > 1
        return try planes.map { frame, plane in
            let title = [frame.title, plane.part].filter { !$0.isEmpty }.joined(separator: ", ")
            let unit = frame.field.unit
            let figure = try FieldFigure(
                hasSources && frames.count > 1 ? "\(frame.source): \(title)" : title, plane.values, rows: plane.rows,
                columns: plane.columns, x: plane.x, y: plane.y,
                value: ChartAxis(frame.field.name, unit: unit == "1" ? nil : unit, limits: limits))
            return ReportFigure(figure.svg())
        }
    }
}
