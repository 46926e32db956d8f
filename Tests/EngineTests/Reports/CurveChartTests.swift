import Engine
import Foundation
import Testing

@Suite("Charts")
struct CurveChartTests {
    /// Vertices of all runs of a path made of absolute moves and lines.
    private func runs(_ path: String) -> [[SIMD2<Double>]] {
        path.split(separator: "M").map { run in
            run.split(separator: "L").compactMap { point in
                let numbers = point.split(separator: " ").compactMap { Double($0) }
                return numbers.count == 2 ? SIMD2(numbers[0], numbers[1]) : nil
            }
        }
    }

    private func curve(_ chart: CurveChart, _ index: Int = 0) throws -> [[SIMD2<Double>]] {
        let paths = try MarkupTree(chart.svg().text).elements(named: "path", in: "line\(index)")
        return paths.last.flatMap { $0.attributes["d"] }.map(runs) ?? []
    }

    /// Where the chart's own labels of the horizontal axis stand, by label.
    private func labels(_ chart: CurveChart) throws -> [String: Double] {
        let texts = try MarkupTree(chart.svg().text).elements(named: "text", in: "muted")
        let middle = texts.filter { $0.attributes["text-anchor"] == "middle" }
        return Dictionary(middle.map { ($0.text, Double($0.attributes["x"] ?? "") ?? .nan) }) { first, _ in first }
    }

    @Test("put points where the axis says they are")
    func places() throws {
        let chart = CurveChart(
            x: ChartAxis("x"), y: ChartAxis("y"), series: [ChartSeries("", x: [0, 2, 4, 10], y: [0, 1, 2, 5])])
        let points = try #require(try curve(chart).first)
        let labels = try labels(chart)
        for (value, point) in zip(["0", "2", "4", "10"], points) {
            #expect(abs(point.x - (labels[value] ?? .nan)) <= 0.011)
        }
        // The data lie on a line, so their picture does.
        let slope = (points[3] - points[0])
        for point in points.dropFirst() {
            #expect(abs((point - points[0]).y * slope.x - (point - points[0]).x * slope.y) <= 0.02 * slope.x)
        }
        #expect(points[3].y < points[0].y, "larger values are higher on the page")
    }

    @Test("put decades at even distances on a logarithmic axis")
    func logarithmic() throws {
        let chart = CurveChart(
            x: ChartAxis("x"), y: ChartAxis("y", scale: .log),
            series: [ChartSeries("", x: [0, 1, 2, 3], y: [1, 1e-3, 1e-6, 1e-9])])
        let y = try #require(try curve(chart).first).map(\.y)
        #expect(abs((y[1] - y[0]) - (y[2] - y[1])) <= 0.021)
        #expect(abs((y[2] - y[1]) - (y[3] - y[2])) <= 0.021)
    }

    @Test("have gaps where there is no value, and dots for points left alone")
    func gaps() throws {
        let chart = CurveChart(
            x: ChartAxis(), y: ChartAxis(),
            series: [ChartSeries("", x: [0, 1, 2, 3, 4, 5, 6], y: [0, 1, .nan, 2, .infinity, 3, 4])])
        #expect(try curve(chart).map(\.count) == [2, 2])
        #expect(try MarkupTree(chart.svg().text).elements(named: "circle").count == 1)
    }

    @Test("keep a peak one sample wide among a million points, with few vertices")
    func decimation() throws {
        let count = 1_000_000
        var y = [Double](repeating: 0, count: count)
        y[654_321] = 1
        let chart = CurveChart(series: [ChartSeries("", x: (0..<count).map(Double.init), y: y)])
        let points = try curve(chart).flatMap { $0 }
        #expect(points.count <= 4 * Int(chart.width))
        let full = CurveChart(series: [ChartSeries("", x: [0, 654_321, 1_000_000], y: [0, 1, 0])])
        let peak = try #require(try curve(full).first?.min { $0.y < $1.y })
        let kept = try #require(points.min { $0.y < $1.y })
        #expect(abs(kept.x - peak.x) <= 0.02 && abs(kept.y - peak.y) <= 0.02)
    }

    @Test("draw an orbit that repeats itself once")
    func orbit() throws {
        func chart(turns: Int) -> CurveChart {
            let angles = (0..<2500 * turns).map { 2 * Double.pi * Double($0) / 2500 }
            return CurveChart(series: [ChartSeries("", x: angles.map { cos($0) }, y: angles.map { sin($0) })])
        }
        let few = try curve(chart(turns: 20)).joined().count
        let many = try curve(chart(turns: 100)).joined().count
        #expect(many < 2 * few)
    }

    @Test("with equal units draw a circle round")
    func equalUnits() throws {
        let angles = (0...360).map { Double($0) * .pi / 180 }
        let chart = CurveChart(
            series: [ChartSeries("", x: angles.map { cos($0) }, y: angles.map { sin($0) })], equalUnits: true)
        let points = try curve(chart).flatMap { $0 }
        let x = points.map(\.x), y = points.map(\.y)
        let across = (x.max() ?? 0) - (x.min() ?? 0)
        let up = (y.max() ?? 0) - (y.min() ?? 0)
        #expect(abs(across - up) <= 0.021)
    }

    @Test(
        "of data that can't be drawn say so and stay well-formed",
        arguments: [
            [], [ChartSeries("a", x: [], y: [])], [ChartSeries("a", x: [1, 2], y: [.nan, .infinity])],
            [ChartSeries("a", x: [1, 2, 3], y: [])],
        ])
    func nothing(series: [ChartSeries]) throws {
        for scale in [ChartAxis.Scale.linear, .log] {
            let chart = CurveChart("t", x: ChartAxis(scale: scale), y: ChartAxis(scale: scale), series: series)
            let texts = try MarkupTree(chart.svg().text).texts(of: "text")
            #expect(texts.contains { $0 == "no data" || $0 == "no values that these axes can show" })
        }
    }

    @Test("of one point, a constant, or extreme values have finite coordinates")
    func extremes() throws {
        let cases: [[Double]] = [
            [5], [3, 3, 3], [0, 0], [1e308, -1e308], [.leastNonzeroMagnitude, .leastNormalMagnitude / 2],
            [1e15, 1e15 + 1], [1e-300, 1e300],
            [-1e299, 1e299], [.greatestFiniteMagnitude, 1],
        ]
        for values in cases {
            for scale in [ChartAxis.Scale.linear, .log] {
                let chart = CurveChart(
                    x: ChartAxis(scale: scale), y: ChartAxis(scale: scale),
                    series: [ChartSeries("s", x: values, y: values)], equalUnits: true)
                let text = chart.svg().text
                _ = try MarkupTree(text)
                #expect(!text.contains("nan") && !text.contains("inf"))
            }
        }
    }

    @Test("escape names and carry every series in the legend")
    func escaping() throws {
        let series = (0..<9).map { ChartSeries("<s\($0)> & \"q\" \u{1}", x: [0, 1], y: [0, Double($0)]) }
        let page = try MarkupTree(CurveChart("a < b", x: ChartAxis("x", unit: "m²"), series: series).svg().text)
        let texts = page.texts(of: "text")
        for index in 0..<9 { #expect(texts.contains("<s\(index)> & \"q\" \u{FFFD}")) }
        #expect(texts.contains("a < b") && texts.contains("x (m²)"))
        let plot = try #require(page.elements(named: "clipPath").isEmpty ? nil : page.elements(named: "rect").last)
        let top = try #require(Double(plot.attributes["y"] ?? ""))
        let names = page.elements(named: "text").filter { $0.text.hasPrefix("<s") }
        #expect(
            names.allSatisfy { (Double($0.attributes["y"] ?? "") ?? .infinity) < top }, "the legend is above the data")
    }

    @Test("are the same text each time, with names of their own on a shared page")
    func deterministic() throws {
        func chart(_ last: Double) -> CurveChart {
            CurveChart("t", series: [ChartSeries("a", x: [0, 1, 2], y: [0, 1, last])])
        }
        #expect(chart(2).svg().text == chart(2).svg().text)
        let names = try [2.0, 3.0].map {
            try MarkupTree(chart($0).svg().text).elements(named: "clipPath")[0].attributes["id"]
        }
        #expect(names[0] != names[1])
    }
}
