import Ansatz
import Foundation
import Testing

@Suite("Waves and their advection around a periodic interval")
struct AdvectionTests {
    @Test("after a whole number of cells the wave is the first one, rolled", arguments: ["square", "square_ellipse"])
    func rolled(family: String) throws {
        var draw = try LoadedGenerator("{ advection: { points: 40, times: 41, family: \(family) } }")
        for index in 0..<20 {
            let sample = try draw(index)
            let (initial, u) = (sample.values[0].elements, sample.values[1].elements)
            for step in 0...40 {
                for x in 0..<40 {
                    // The ellipse's values differ by the rounding of x − t, times its slope, which is steep at its ends.
                    #expect(abs(u[step * 40 + x] - initial[(x - step + 80) % 40]) < 1e-6)
                }
            }
        }
    }

    @Test("at times between cells the values are those of the wave on a finer grid")
    func between() throws {
        var coarse = try LoadedGenerator("{ advection: { points: 50, times: 1, t_end: 0.3675, speed: 2 } }")
        var fine = try LoadedGenerator("{ advection: { points: 200, times: 2 } }")
        for index in 0..<20 {
            let u = try coarse(index).values[1].elements
            let initial = try fine(index).values[0].elements
            // A shift by 0.735 is one of 147 fine cells.
            for x in 0..<50 { #expect(u[x] == initial[(4 * x - 147 + 200) % 200]) }
        }
        #expect(try coarse.axes.map { $0.map(\.name) } == [["x"], ["x"]])
        #expect(try fine.axes[1].map(\.name) == ["time", "x"])
    }

    @Test("square waves have the published heights and widths")
    func ranges() throws {
        let n = 2000
        var draw = try LoadedGenerator("{ advection: { points: \(n), times: 2 } }")
        for index in 0..<200 {
            let initial = try draw(index).values[0].elements
            let levels = Set(initial)
            #expect(levels.count == 2 && levels.contains(0))
            #expect((1...2).contains(levels.max() ?? 0))
            let width = Double(initial.count { $0 != 0 }) / Double(n)
            #expect(width >= 0.3 - 1 / Double(n) && width <= 0.6 + 1 / Double(n))
        }
    }
}
