import Ansatz

/// How losses, validation errors and learning rates went over the epochs, all methods of a `train` stage in one chart.
struct TrainingCurves {
    let results: StageResults

    func figures() throws -> [ReportFigure] {
        let charts = [
            ("training_loss", "Training loss", ChartAxis("loss", scale: .log), "Mean over the steps of each epoch."),
            (
                "validation_error", "Validation error", ChartAxis("error", scale: .log),
                "Of samples that were held back from training."
            ), ("learning_rate", "Learning rate", ChartAxis("rate", scale: .log), "Of the last step of each epoch."),
        ]
        return try charts.compactMap { name, title, axis, caption in
            let series = try results.sources.enumerated().compactMap { style, source in
                try curve(name, source, style)
            }
            guard series.contains(where: { $0.y.contains(where: \.isFinite) }) else { return nil }
            let chart = CurveChart(title, x: ChartAxis("epoch"), y: axis, series: series)
            return ReportFigure(chart.svg(), caption: caption)
        }
    }

    private func curve(_ name: String, _ source: StageResults.Source, _ style: Int) throws -> ChartSeries? {
        guard
            let variable = source.variables.first(where: { variable in
                variable.name == "epoch_\(name)" || variable.name == "history/\(name)"
            }), let count = variable.shape.first, variable.shape.count == 1, count <= 1 << 20
        else { return nil }
        let values = try source.reader.read(variable.name).doubles.elements
        return ChartSeries(source.name, x: (1...max(count, 1)).map(Double.init), y: values, style: style)
    }
}
