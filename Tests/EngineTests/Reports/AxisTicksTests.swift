import Engine
import Foundation
import Testing

@Suite("Axis ticks")
struct AxisTicksTests {
    @Test("are multiples of 1, 2 or 5")
    func linear() {
        let unit = AxisTicks.linear(from: 0, to: 1, count: 5)
        #expect(unit.labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(unit.note == "")
        let signed = AxisTicks.linear(from: -130, to: 270, count: 4)
        #expect(signed.values == [-100, 0, 100, 200])
        #expect(signed.labels == ["−100", "0", "100", "200"])
    }

    @Test(
        "lie inside the range, evenly, about as many as asked for",
        arguments: [
            (0.0, 1.0), (-3, 7e9), (1e-12, 3e-12), (-1e300, 1e300), (1000, 1000.001), (0.1, 0.30000000000000004),
        ])
    func inside(lower: Double, upper: Double) {
        for count in 2...12 {
            let ticks = AxisTicks.linear(from: lower, to: upper, count: count)
            #expect(ticks.values.count == ticks.labels.count)
            #expect(ticks.values.allSatisfy { $0 >= lower && $0 <= upper })
            #expect(Set(ticks.labels).count == ticks.labels.count, "labels tell ticks apart: \(ticks.labels)")
            // A step is off the ideal by at most a factor √(5/2); the ends add or take one tick.
            #expect(Double(ticks.values.count) <= 1.6 * Double(count) + 1)
            #expect(Double(ticks.values.count) >= Double(count) / 1.6 - 1)
        }
    }

    @Test("share a power of ten where numbers are large or small")
    func note() {
        let ticks = AxisTicks.linear(from: 0, to: 4e-6, count: 4)
        #expect(ticks.labels == ["0", "1", "2", "3", "4"])
        #expect(ticks.note == "×10⁻⁶")
    }

    @Test("of a nearly conserved quantity leave out what its values have in common")
    func offset() {
        let ticks = AxisTicks.linear(from: -1.2871418 - 4e-9, to: -1.2871418 + 4e-9, count: 4)
        #expect(ticks.labels == ["−4", "−2", "0", "2", "4"])
        #expect(ticks.note == "×10⁻⁹ − 1.2871418")
    }

    @Test("on a logarithmic axis are decades, thinned out where there are many")
    func decades() {
        let few = AxisTicks.logarithmic(from: 0.01, to: 1000, count: 8)
        #expect(few.labels == ["0.01", "0.1", "1", "10", "100", "1000"])
        #expect(few.minor.count == 5 * 8, "2 to 9 of five decades")
        let many = AxisTicks.logarithmic(from: 1e-12, to: 1, count: 5)
        #expect(many.labels == ["10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"])
    }

    @Test("on a logarithmic axis of less than a decade are 1, 2, 5 or evenly spaced")
    func partOfDecade() {
        #expect(AxisTicks.logarithmic(from: 0.9, to: 6, count: 5).values == [1, 2, 5])
        #expect(AxisTicks.logarithmic(from: 3, to: 4, count: 5).values == [3, 3.2, 3.4, 3.6, 3.8, 4])
    }

    @Test("of ranges that make no sense are none")
    func nonsense() {
        for (lower, upper) in [(1.0, 1.0), (2, 1), (.nan, 1), (0, .infinity), (-1.7e308, 1.7e308)] {
            #expect(AxisTicks.linear(from: lower, to: upper, count: 5).values.isEmpty)
        }
        for (lower, upper) in [(0.0, 1.0), (-1, 1), (1, .infinity), (.nan, 1)] {
            #expect(AxisTicks.logarithmic(from: lower, to: upper, count: 5).values.isEmpty)
        }
        #expect(AxisTicks.linear(from: 0, to: 1, count: 0).values.isEmpty)
    }
}
