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
            "Tuned: \(name)", x: ChartAxis("step"), y: axis(methods.flatMap(\.series.firsts)),
            series: methods.map {
                ChartSeries(
                    $0.name, x: $0.series.ends, y: $0.series.firsts, line: ChartSeries.Line.none, style: $0.style)
            })
        let caption = first.window == 1 ? "As chosen in each step." : "As chosen in one of every \(first.window) steps."
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
            var abscissa = ChartAxis(context, scale: least > 0 && most >= 50 * least ? .log : .linear)
            var caption = "As chosen in the second half of the steps, once there was something to learn from."
            // What passes through zero has a few values next to it, which are no part of a picture in decades.
            let small = values.sorted()[values.count / 50]
            if abscissa.scale == .log, least < 1e-3 * small, small < most {
                abscissa.limits = 0.5 * small...most
                caption += " Values far below the others are left out."
            }
            let chart = CurveChart(
                "Tuned: \(name) over \(context)", x: abscissa, y: axis(curves.flatMap(\.y)), series: curves)
            return ReportFigure(chart.svg(), caption: caption)
        }
    }

    /// The option's axis. Categories, which a file has in the words of CF, have their names on it; a few whole numbers
    /// have no ticks between them.
    private func axis(_ values: [Double]) -> ChartAxis {
        for (_, _, variable) in series.variables(name) {
            guard case .list(let values)? = variable.attributes["flag_values"],
                let names = variable.attributes["flag_meanings"]?.text?.split(separator: " ").map(String.init),
                values.count == names.count, names.count > 1
            else { continue }
            let marks = zip(values.compactMap(\.number), names).sorted { $0.0 < $1.0 }
            if marks.count == names.count, let axis = axis(at: marks) { return axis }
        }
        let chosen = values.filter(\.isFinite)
        guard let least = chosen.min(), let most = chosen.max(), most - least <= 12, abs(least) < 1e6,
            chosen.allSatisfy({ $0 == $0.rounded() })
        else { return ChartAxis(name) }
        let marks = (Int(least)...Int(most)).map { (Double($0), NumberFormat.integer.string(Double($0))) }
        return axis(at: marks) ?? ChartAxis(name)
    }

    /// An axis with these ticks alone; `nil` where there are fewer than two.
    private func axis(at marks: [(value: Double, label: String)]) -> ChartAxis? {
        guard let first = marks.first?.value, let last = marks.last?.value, first < last else { return nil }
        return ChartAxis(
            name, limits: (first - 0.5)...(last + 0.5),
            ticks: AxisTicks(values: marks.map(\.value), labels: marks.map(\.label), minor: [], note: ""))
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
