import Ansatz

/// The worst predictions of one model and a typical one: input, truth, prediction and error side by side.
struct PredictionFigures {
    let source: StageResults.Source

    func figures() throws -> [ReportFigure] {
        guard let cases = source.variables.first(where: { $0.name == "case_relative_l2" }) else { return [] }
        let error = try source.reader.read(cases.name)
        let samples = error.axes[0].values
        let outputs = source.variables.map(\.name).filter { $0.hasSuffix("_prediction") }
            .map { String($0.dropFirst(5).dropLast(11)) }
        let derived = Set(
            outputs.flatMap { output in ["truth", "prediction", "error"].map { "case_\(output)_\($0)" } })
        let inputs = source.variables.filter {
            $0.dimensions.first == "case" && $0.name != cases.name && $0.name != "case" && !derived.contains($0.name)
        }
        var figures: [ReportFigure] = []
        for (index, sample) in samples.enumerated() {
            let rank =
                index == samples.count - 1 && samples.count > 1
                ? "typical" : index == 0 ? "worst" : "worst but \(index)"
            let place = "\(source.name): sample \(Int(sample)), \(rank)"
            let value = NumberFormat.significant(3).string(error.doubles.elements[index])
            for input in inputs {
                figures += try images([(input.name, String(input.name.dropFirst(5)))], index, place, "")
            }
            for output in outputs {
                let pair = [
                    ("case_\(output)_truth", "\(output), truth"),
                    ("case_\(output)_prediction", "\(output), prediction"),
                ]
                figures += try images(pair, index, place, "relative error \(value)")
                figures += try images([("case_\(output)_error", "\(output), error")], index, place, "")
            }
        }
        return figures
    }

    /// Variables that share one range of colours, or one chart where they are curves.
    private func images(
        _ variables: [(name: String, label: String)], _ index: Int, _ place: String, _ caption: String
    ) throws -> [ReportFigure] {
        let fields = try variables.map { (label: $0.label, field: try source.reader.readSlab($0.name, at: index)) }
        guard let first = fields.first?.field, (2...StageFields.cellLimit).contains(first.count) else { return [] }
        let unit = first.unit == "1" ? nil : first.unit
        if first.axes.count == 1 {
            let chart = CurveChart(
                place, x: ChartAxis(first.axes[0].name),
                y: ChartAxis(fields.count == 1 ? fields[0].label : "", unit: unit),
                series: fields.map { ChartSeries($0.label, x: $0.field.axes[0].values, y: $0.field.doubles.elements) })
            return [ReportFigure(chart.svg(), caption: caption)]
        }
        var range = ValueRange()
        for (_, field) in fields { FieldPlane.all(of: field).forEach { range.add($0.values) } }
        return try fields.flatMap { label, field in
            try FieldPlane.all(of: field).map { plane in
                let title = [place, label, plane.part].filter { !$0.isEmpty }.joined(separator: ", ")
                let figure = try FieldFigure(
                    title, plane.values, rows: plane.rows, columns: plane.columns, x: plane.x, y: plane.y,
                    value: ChartAxis(label, unit: unit, limits: range.limits))
                return ReportFigure(figure.svg(), caption: caption)
            }
        }
    }
}
