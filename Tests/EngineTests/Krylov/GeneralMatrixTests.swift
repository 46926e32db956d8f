import Ansatz
import Foundation
import Testing

@Suite("GMRES and Bi-CGSTAB")
struct GeneralMatrixTests {
    /// Every solver of general matrices, in each of its ways.
    private static let solvers = [
        "{ gmres: { tolerance: 1e-11 } }", "{ gmres: { tolerance: 1e-11, restart: 5 } }",
        "{ bicgstab: { tolerance: 1e-11 } }",
    ]

    @Test("the answer is that of elimination", arguments: solvers, [1, 2, 3, 8, 40])
    func elimination(yaml: String, count: Int) throws {
        let system = DenseSystem.random(count, shift: 3 * Double(count).squareRoot())
        let (x, report) = try solve(yaml, system)
        #expect(system.relativeResidual(of: x) <= 1e-11 * (1 + 1e-3))
        #expect(report.history.count == report.iterations + 1)
        for (a, b) in zip(x.elements, try system.exactAnswer().elements) { #expect(abs(a - b) <= 1e-9) }
    }

    @Test("gmres ends in as many steps as there are unknowns, whatever the matrix", arguments: [1, 2, 5, 17, 40])
    func exact(count: Int) throws {
        let system = DenseSystem.random(count)
        let report = try solve("{ gmres: { restart: \(count), tolerance: 1e-9 } }", system).report
        #expect(report.iterations <= count)
        #expect(zip(report.history, report.history.dropFirst()).allSatisfy { $1 <= $0 * (1 + 1e-9) })
    }

    @Test("gmres without restarts has the residuals of minres on a symmetric matrix")
    func symmetric() throws {
        let system = try DenseSystem.symmetric([-3, -2, -0.5, 0.25, 1, 1.5, 2, 4, 6], .symmetric)
        let gmres = try solve("{ gmres: { tolerance: 1e-10 } }", system).report
        let minres = try solve("{ minres: { tolerance: 1e-10 } }", system).report
        #expect(gmres.iterations == minres.iterations)
        for (a, b) in zip(gmres.history, minres.history) { #expect(abs(a - b) <= 1e-9) }
    }

    @Test("the space is exhausted where b is a combination of a few eigenvectors")
    func happyBreakdown() throws {
        var rows = (0..<12).map { row in (0..<12).map { $0 == row ? Double(row + 1) : 0 } }
        rows[3][4] = 2
        let system = DenseSystem(rows, (0..<12).map { [3, 4, 7].contains($0) ? 1 : 0 })
        for yaml in Self.solvers {
            let (x, report) = try solve(yaml, system)
            #expect(report.iterations <= 3)
            #expect(system.relativeResidual(of: x) <= 1e-11)
        }
    }

    @Test("a convective problem on a grid, with and without jacobi")
    func sparse() throws {
        let system = try convection(30)
        for solver in ["gmres", "bicgstab"] {
            for options in ["{}", "{ preconditioner: jacobi }"] {
                let (x, report) = try solve("{ \(solver): \(options) }", system)
                #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
                // Far fewer than unknowns: 900.
                #expect(report.iterations < 250, "\(solver) \(options): \(report.iterations)")
            }
        }
    }

    @Test("gmres takes an operator that is never the same twice")
    func flexible() throws {
        let system = poisson([15, 16])
        let (x, report) = try solve(
            "{ gmres: { preconditioner: { misleading: { kind: wavering } }, restart: 60 } }", system,
            operators: testOperators)
        #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
        // The residual of the recurrence is the true one, since the preconditioner stands to the right.
        #expect(abs(report.residual - system.relativeResidual(of: x)) <= 1e-12)
    }

    @Test("a rotation by a right angle: gmres(1) and bicgstab gain nothing and say so, gmres(2) is exact")
    func rotation() throws {
        let system = DenseSystem([[0, -1], [1, 0]], [1, 0])
        #expect(
            failure("{ gmres: { restart: 1 } }", system).hasPrefix("gmres stagnates: relative residual 1.0 after 2"))
        #expect(failure("bicgstab", system).hasPrefix("bicgstab broke down at iteration 3: r̂ᵀA K⁻¹p = 0"))
        let (x, report) = try solve("gmres", system)
        #expect(report.iterations == 2 && abs(x[0]) <= 1e-15 && abs(x[1] + 1) <= 1e-15)
    }

    @Test("a shift of the unknowns: no residual falls before the last step")
    func shift() throws {
        let count = 10
        let rows = (0..<count).map { row in (0..<count).map { $0 == (row + 1) % count ? 1.0 : 0 } }
        let system = DenseSystem(rows, (0..<count).map { $0 == 0 ? 1 : 0 })
        #expect(try solve("gmres", system).report.iterations == count)
        #expect(failure("{ gmres: { restart: 9 } }", system).hasPrefix("gmres stagnates"))
        #expect(failure("bicgstab", system).hasPrefix("bicgstab broke down"))
    }

    @Test("a basis that no memory holds is refused before it is made")
    func memory() {
        let system = poisson([1000, 1000])
        for (restart, reason) in [(1_000_000, "more than any memory holds"), (60_000, "more than the memory")] {
            let yaml = "{ gmres: { restart: \(restart), max_iterations: \(restart) } }"
            #expect(failure(yaml, system).contains(reason))
        }
    }

    /// −Δu + c·∇u by central differences and upwinding, at random b.
    private func convection(_ side: Int) throws -> SparseMatrixSystem {
        var starts = [0]
        var columns: [Int32] = []
        var values: [Double] = []
        for i in 0..<side {
            for j in 0..<side {
                let entries = [(i - 1, j, -3.0), (i, j - 1, -1.5), (i, j, 7.0), (i, j + 1, -1.0), (i + 1, j, -1.0)]
                for (row, column, value) in entries where (0..<side).contains(row) && (0..<side).contains(column) {
                    columns.append(Int32(row * side + column))
                    values.append(value)
                }
                starts.append(values.count)
            }
        }
        let count = side * side
        let matrix = try SparseMatrix(
            rows: count, columns: count, rowStarts: starts, columnIndices: columns, values: values)
        let system = SparseMatrixSystem(matrix, .general)
        var random = RandomStream(seed: 2, purpose: "b")
        system.rightHandSide = random.normalTensor(shape: [count])
        return system
    }
}
