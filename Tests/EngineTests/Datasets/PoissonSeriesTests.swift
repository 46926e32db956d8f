import Ansatz
import Foundation
import Testing

@Suite("Pairs of a source and the solution of Poisson's equation")
struct PoissonSeriesTests {
    @Test("one mode is an eigenfunction: u = source / (d π²)", arguments: ["[9]", "[9, 14]", "[5, 6, 7]"])
    func eigenfunction(cells: String) throws {
        var draw = try LoadedGenerator("{ poisson: { cells: \(cells), modes: 1 } }")
        let dimensions = Double(cells.split(separator: ",").count)
        let sample = try draw(2)
        let (source, u) = (sample.values[0].elements, sample.values[1].elements)
        #expect(source.contains { abs($0) > 1e-3 })
        for index in source.indices {
            #expect(abs(u[index] * dimensions * Double.pi * Double.pi - source[index]) < 1e-13)
        }
        #expect(sample.residual < 1e-13)
    }

    @Test("difference equations approach the exact solution with order 2", arguments: [1, 2, 3])
    func order(dimensions: Int) throws {
        var errors: [Double] = []
        for cells in [12, 24] {
            let options = "cells: [\((0..<dimensions).map { _ in "\(cells)" }.joined(separator: ", "))], modes: 3"
            var exact = try LoadedGenerator("{ poisson: { \(options) } }")
            var solved = try LoadedGenerator("{ poisson: { \(options), solver: { cg: { tolerance: 1e-12 } } } }")
            let (one, other) = (try exact(1), try solved(1))
            #expect(one.values[0] == other.values[0])
            let pairs = zip(one.values[1].elements, other.values[1].elements)
            errors.append(pairs.map { abs($0 - $1) }.max() ?? 0)
        }
        #expect(errors[1] > 0 && abs(log2(errors[0] / errors[1]) - 2) < 0.2)
    }

    @Test("modes that the corners can't tell apart need a solver")
    func conflicts() {
        #expect(throws: WrongOptions.self) { try LoadedGenerator("{ poisson: { cells: [8, 9], modes: 8 } }") }
        #expect(throws: WrongOptions.self) { try LoadedGenerator("{ poisson: { cells: [9, 9, 9, 9] } }") }
    }
}
