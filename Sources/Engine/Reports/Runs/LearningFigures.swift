import Ansatz

/// The figures of `train` and `evaluate` stages.
struct LearningFigures {
    private let results: StageResults

    init(_ results: StageResults) { self.results = results }

    private static let methodLimit = 8

    var blocks: [ReportBlock] {
        var blocks: [ReportBlock] = []
        func add(_ what: String, _ figures: () throws -> [ReportFigure]) {
            results.attempt("\(what) can't be drawn") {
                let figures = try figures()
                if !figures.isEmpty { blocks.append(.figures(figures)) }
            }
        }
        switch results.stage.verb {
        case .train: add("the history of the training") { try TrainingCurves(results: results).figures() }
        case .evaluate:
            add("the error spectrum") { try spectra() }
            add("the errors of the samples") { try distribution() }
            for source in results.sources.prefix(Self.methodLimit) {
                add("\(source.name): its worst predictions") { try PredictionFigures(source: source).figures() }
            }
        default: break
        }
        return blocks
    }

    /// Error and truth of every model over the wavenumbers, a chart an output.
    private func spectra() throws -> [ReportFigure] {
        let prefix = "spectrum_error_"
        var names: [String] = []
        for name in results.sources.flatMap(\.variables).map(\.name)
        where name.hasPrefix(prefix) && !names.contains(name) {
            names.append(name)
        }
        return try names.map { name in
            let output = String(name.dropFirst(prefix.count))
            var series: [ChartSeries] = []
            for (style, source) in results.sources.enumerated()
            where source.variables.contains(where: { $0.name == name }) {
                let error = try source.reader.read(name)
                if series.isEmpty {
                    let truth = try source.reader.read("spectrum_truth_\(output)").doubles.elements
                    series.append(
                        ChartSeries(
                            "truth", x: truth.indices.map(Double.init), y: truth, line: .dotted,
                            style: results.sources.count))
                }
                let values = error.doubles.elements
                series.append(
                    ChartSeries(source.name, x: values.indices.map(Double.init), y: values, style: style))
            }
            let chart = CurveChart(
                "Error of \(output) over wavenumbers", x: ChartAxis("wavenumber"),
                y: ChartAxis("amplitude", scale: .log), series: series)
            return ReportFigure(
                chart.svg(),
                caption: "Amplitudes of the error in shells of equal wavenumber, beside those of the truth: where the "
                    + "curves meet, the model knows nothing.")
        }
    }

    /// The samples' errors from the best to the worst.
    private func distribution() throws -> [ReportFigure] {
        var series: [ChartSeries] = []
        for (style, source) in results.sources.enumerated() {
            guard
                let variable = source.variables.first(where: {
                    $0.name.hasPrefix("sample_relative_l2") && $0.dimensions == ["sample"]
                }), let count = variable.shape.first, (2...(1 << 20)).contains(count)
            else { continue }
            let errors = try source.reader.read(variable.name).doubles.elements.sorted { $0 < $1 }
            let x = (0..<count).map { 100 * (Double($0) + 0.5) / Double(count) }
            series.append(ChartSeries(source.name, x: x, y: errors, style: style))
        }
        guard !series.isEmpty else { return [] }
        let chart = CurveChart(
            "Errors of the samples", x: ChartAxis("percent of the samples"),
            y: ChartAxis("relative error", scale: .log), series: series)
        return [ReportFigure(chart.svg(), caption: "From the best predicted sample to the worst.")]
    }
}
