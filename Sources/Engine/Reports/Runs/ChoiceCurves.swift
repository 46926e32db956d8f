import Ansatz

/// What tuners chose: over the steps, and over what they were told of each step.
struct ChoiceCurves {
    let series: StageSeries
    /// Option.
    let name: String

    private static let pointLimit = 500

    /// Every value that was chosen, over the steps. One value a window: means would hide how widely it varies.
    func overSteps() throws -> [ReportFigure] {
        let methods = try series.methods(name)
        guard let first = methods.first?.series else { return [] }
        let chart = CurveChart(
            "Tuned: \(name)", x: ChartAxis("step"), y: axis,
            series: methods.map {
                ChartSeries(
                    $0.name, x: $0.series.ends, y: $0.series.firsts, line: ChartSeries.Line.none, style: $0.style)
            })
        let caption = first.window == 1 ? "As chosen in each step." : "As chosen in every \(first.window)th step."
        return [ReportFigure(chart.svg(), caption: caption)]
    }

    /// For each quantity that varies, what was chosen at its values once half of the steps were made.
    func overContexts() throws -> [ReportFigure] {
        try series.contexts.compactMap { context, contextSeries in
            let contexts = series.variables(contextSeries)
            let curves = try series.variables(name).compactMap { source, style, variable -> ChartSeries? in
                guard let other = contexts.first(where: { $0.source.name == source.name })?.variable,
                    other.shape == variable.shape
                else { return nil }
                let pairs = try Self.latePairs(other, variable, source.reader)
                return pairs.isEmpty
                    ? nil
                    : ChartSeries(
                        source.name, x: pairs.map(\.x), y: pairs.map(\.y), line: ChartSeries.Line.none, style: style)
            }
            let values = curves.flatMap(\.x)
            guard let least = values.min(), let most = values.max(), least < most else { return nil }
            let scale = least > 0 && most >= 50 * least ? ChartAxis.Scale.log : .linear
            let chart = CurveChart(
                "Tuned: \(name) over \(context)", x: ChartAxis(context, scale: scale), y: axis, series: curves)
            return ReportFigure(
                chart.svg(),
                caption: "As chosen in the second half of the steps, once there was something to learn from.")
        }
    }

    /// The option's axis. Categories, which a file has in the words of CF, have their names on it.
    private var axis: ChartAxis {
        for (_, _, variable) in series.variables(name) {
            guard case .list(let values)? = variable.attributes["flag_values"],
                let names = variable.attributes["flag_meanings"]?.text?.split(separator: " ").map(String.init),
                values.count == names.count, names.count > 1
            else { continue }
            let marks = zip(values.compactMap(\.number), names).sorted { $0.0 < $1.0 }
            guard marks.count == names.count, let first = marks.first?.0, let last = marks.last?.0, first < last else {
                continue
            }
            return ChartAxis(
                name, limits: (first - 0.5)...(last + 0.5),
                ticks: AxisTicks(values: marks.map(\.0), labels: marks.map(\.1), minor: [], note: ""))
        }
        return ChartAxis(name)
    }

    /// Pairs of a context and a choice in the second half of the steps, evenly spread over it.
    private static func latePairs(
        _ context: StoredVariable, _ choice: StoredVariable, _ reader: DatasetReader
    ) throws -> [(x: Double, y: Double)] {
        let count = choice.shape.first ?? 0
        let window = max(1, (count - count / 2 + pointLimit - 1) / pointLimit)
        var pairs: [(x: Double, y: Double)] = []
        var start = count / 2
        let block = max(1, 262_144 / window) * window
        while start < count {
            let range = start..<min(count, start + block)
            let x = try reader.read(context.name, slabs: range).doubles.elements
            let y = try reader.read(choice.name, slabs: range).doubles.elements
            for first in stride(from: 0, to: min(x.count, y.count), by: window) {
                let indices = first..<min(x.count, y.count, first + window)
                // Of each window the first step in which the option was chosen at all.
                if let index = indices.first(where: { x[$0].isFinite && y[$0].isFinite }) {
                    pairs.append((x[index], y[index]))
                }
            }
            start += block
        }
        return pairs
    }
}
