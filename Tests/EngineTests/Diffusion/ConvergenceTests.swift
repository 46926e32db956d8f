import Ansatz
import Foundation
import Testing

/// A smooth function that fits all walls, with its equation's data as formulas.
private struct Manufactured: CustomTestStringConvertible {
    let problem: String
    let walls: String
    let axes: Int

    var testDescription: String { "\(problem), \(walls), \(axes)-D" }

    private var names: [String] { Array(["x", "y", "z"].prefix(axes)) }

    /// One factor of the solution, and its first two derivatives.
    private func factor(_ name: String, _ derivative: Int) -> String {
        let phase = "(2*pi*\(name) + 0.7)"
        return switch derivative {
        case 0: "(sin\(phase) + 0.5)"
        case 1: "(2*pi*cos\(phase))"
        default: "(-4*pi^2*sin\(phase))"
        }
    }

    private func product(_ derivative: Int, of axis: Int?) -> String {
        names.enumerated().map { factor($0.element, $0.offset == axis ? derivative : 0) }.joined(separator: "*")
    }

    private var solution: String { product(0, of: nil) }

    /// a, of which the derivative along an axis follows.
    private var coefficient: String { "(2 + " + names.map { "0.3*cos(2*pi*\($0))" }.joined(separator: " + ") + ")" }

    private var source: String {
        switch problem {
        case "poisson": names.indices.map { "-\(product(2, of: $0))" }.joined(separator: " ")
        case "helmholtz":
            names.indices.map { "-\(product(2, of: $0))" }.joined(separator: " ") + " - 9*\(solution)"
        default:
            names.enumerated().map { axis, name in
                "-\(coefficient)*\(product(2, of: axis)) + 0.6*pi*sin(2*pi*\(name))*\(product(1, of: axis))"
            }.joined(separator: " ") + " + (1 + \(names[0]))*\(solution)"
        }
    }

    private var flux: String {
        let formulas = names.enumerated().map { axis, name in "\"(2*\(name) - 1)*\(product(1, of: axis))\"" }
        return "[" + formulas.joined(separator: ", ") + "]"
    }

    func options(cells: Int) -> String {
        let extra =
            switch problem {
            case "diffusion": "coefficient: \"\(coefficient)\", reaction: 1 + x, "
            case "helmholtz": "wavenumber: 3, damping: 0.2, source_imaginary: \"-1.8*\(solution)\", "
            default: ""
            }
        let kinds =
            walls == "mixed" ? "[\(["dirichlet", "neumann", "periodic"].prefix(axes).joined(separator: ", "))]" : walls
        return
            "{ \(problem): { cells: [\(names.map { _ in "\(cells)" }.joined(separator: ", "))], walls: \(kinds), "
            + "source: \"\(source)\", boundary: \"\(solution)\", flux: \(flux), \(extra)exact: \"\(solution)\" } }"
    }
}

@Suite("Problems on boxes are of second order")
struct ConvergenceTests {
    private static let cases = ["poisson", "diffusion", "helmholtz"].flatMap { problem in
        ["dirichlet", "neumann", "periodic", "dirichlet_neumann", "neumann_dirichlet", "mixed"].flatMap { walls in
            // The indefinite system is solved by elimination, which three dimensions make too large.
            (1...(problem == "helmholtz" ? 2 : 3)).map { Manufactured(problem: problem, walls: walls, axes: $0) }
        }
    }

    @Test("whatever the walls, the data on them and the dimension", arguments: cases)
    private func order(_ manufactured: Manufactured) throws {
        let isHelmholtz = manufactured.problem == "helmholtz"
        let coarse = isHelmholtz && manufactured.axes == 2 ? 12 : manufactured.axes == 3 ? 16 : 32
        var errors: [(l2: Double, max: Double)] = []
        for cells in [coarse, 2 * coarse] {
            let loaded = try LoadedProblem(manufactured.options(cells: cells))
            let solution = isHelmholtz ? try loaded.denseSolution() : try loaded.solution()
            let metrics = try loaded.metrics(of: solution)
            errors.append((try #require(metrics["error_l2"]), try #require(metrics["error_max"])))
        }
        // Terms of h⁴ are (2π h)² / 12 beside those of h², 2 percent at 12 cells; and the mean over points counts those on
        // each wall whole, which a grid of n cells has 1/n of: a tenth of an order in each axis at the most.
        #expect(abs(log2(errors[0].l2 / errors[1].l2) - 2) < 0.1 + 0.05 * Double(manufactured.axes), "\(errors)")
        #expect(abs(log2(errors[0].max / errors[1].max) - 2) < 0.25, "\(errors)")
    }
}
