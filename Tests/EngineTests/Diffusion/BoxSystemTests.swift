import Ansatz
import Foundation
import Testing

@Suite("Systems of problems on boxes")
struct BoxSystemTests {
    @Test("poisson in a rectangle with given values is the constant five-point stencil, unscaled, and its source")
    func constantStencil() throws {
        let loaded = try LoadedProblem(
            "{ poisson: { cells: [7, 5], lengths: [2, 3], boundary: 4, source: x + 10*y } }")
        let system = try #require(loaded.system as? any StencilSystem)
        let (hx, hy) = (2.0 / 7, 3.0 / 5)
        #expect(
            system.stencil
                == ConstantStencil(
                    rows: 4, columns: 6, diagonal: 2 * (1 / (hx * hx) + 1 / (hy * hy)), alongRow: -1 / (hx * hx),
                    acrossRows: -1 / (hy * hy)))
        for row in 0..<4 {
            for column in 0..<6 {
                let expected = Double(column + 1) * hx + 10 * (Double(row + 1) * hy)
                #expect(abs(system.rightHandSide[row, column] - expected) <= 4e-15 * expected)
            }
        }
        // The start of solvers is the boundary's value.
        let start = try loaded.field("u", of: Tensor(shape: system.shape))
        #expect(start.doubles.elements.allSatisfy { $0 == 4 })
    }

    private static let walls = [
        "dirichlet", "neumann", "periodic", "dirichlet_neumann", "[neumann, dirichlet]",
        "[periodic, neumann_dirichlet]",
        "[neumann, periodic]",
    ]

    @Test("matrices are symmetric, and the bound of their eigenvalues holds and is near", arguments: walls)
    func eigenvalues(walls: String) throws {
        for (coefficient, sharpness) in [("1", 0.2), ("1 + x + y", 0.05)] {
            let loaded = try LoadedProblem(
                "{ diffusion: { cells: [6, 4], lengths: [1, 0.7], walls: \(walls), coefficient: \"\(coefficient)\" } }")
            let matrix = loaded.denseMatrix()
            let n = matrix.shape[0]
            for i in 0..<n { for j in 0..<i { #expect(matrix[i, j] == matrix[j, i]) } }
            let values = try SymmetricEigendecomposition(of: matrix).values.elements.sorted()
            let bound = try #require(loaded.system.eigenvalueLowerBound)
            let isSingular = loaded.system.nullspace == .constants
            #expect(isSingular == (["neumann", "periodic", "[neumann, periodic]"].contains(walls)))
            if isSingular { #expect(abs(values[0]) < 1e-12 * values[n - 1]) }
            let smallest = values[isSingular ? 1 : 0]
            #expect(bound <= smallest * (1 + 1e-12))
            #expect(bound >= sharpness * smallest)
            if coefficient == "1", walls == "dirichlet" || walls == "periodic" {
                #expect(abs(bound - smallest) <= 1e-10 * smallest)
            }
        }
    }

    @Test(
        "the error bound holds for any answer, and is no more than the condition of the matrix allows", arguments: walls
    )
    func errorBound(walls: String) throws {
        let loaded = try LoadedProblem(
            "{ diffusion: { cells: [6, 5], walls: \(walls), coefficient: 1 + x*y, source: sin(9*x) - y } }")
        let exact = try loaded.solution()
        let u = try loaded.field("u", of: exact).doubles
        var random = RandomStream(seed: 3, purpose: "answers")
        for size in [1e-8, 1e-3, 1] {
            var answer = exact
            axpy(size, random.normalTensor(shape: exact.shape), &answer)
            let bound = try #require(try loaded.metrics(of: answer)["error_bound"])
            // Over all points an error weighs no more than over the unknowns by volume, but for the ratio of volumes.
            let other = try loaded.field("u", of: answer).doubles
            var difference = other
            axpy(-1, u, &difference)
            let error = norm2(difference) / Double(difference.count).squareRoot()
            #expect(bound >= 0.5 * error)
            #expect(bound < 1e4 * size)
        }
        let best = try #require(try loaded.metrics(of: exact)["error_bound"])
        #expect(best < 1e-9)
    }

    @Test("the bound of the error is one, measured as it says: root mean square by volume")
    func boundByVolume() throws {
        let loaded = try LoadedProblem(
            "{ poisson: { cells: [5], walls: neumann_dirichlet, source: 1 + x } }")
        let exact = try loaded.denseSolution()
        let weights = [0.5, 1, 1, 1, 1]
        var random = RandomStream(seed: 4, purpose: "answers")
        for _ in 0..<50 {
            let change = random.normalTensor(shape: exact.shape)
            var answer = exact
            axpy(1, change, &answer)
            let error = (zip(weights, change.elements).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / 4.5).squareRoot()
            let bound = try #require(try loaded.metrics(of: answer)["error_bound"])
            #expect(bound >= error)
        }
    }

    @Test("a box that nothing leaves gets its sources balanced by volume, says how much was missing, and has mean zero")
    func singular() throws {
        let loaded = try LoadedProblem("{ poisson: { cells: [8, 4], walls: neumann, source: 3 + cos(pi*x) } }")
        let system = loaded.system
        #expect(system.matrixClass == .symmetricPositiveSemidefinite && system.nullspace == .constants)
        let b = system.rightHandSide.elements
        #expect(abs(b.reduce(0, +)) < 1e-13)
        // Σ w f / Σ w is 3, so that 3 w was taken off w (3 + cos): what is left is w cos.
        let balanced = try LoadedProblem("{ poisson: { cells: [8, 4], walls: neumann, source: cos(pi*x) } }")
        for (one, other) in zip(b, balanced.system.rightHandSide.elements) { #expect(abs(one - other) < 1e-14) }
        let answer = try loaded.solution()
        let metrics = try loaded.metrics(of: answer)
        #expect((0.9...1).contains(try #require(metrics["incompatibility"])))
        #expect(try #require(try balanced.metrics(of: answer)["incompatibility"]) < 1e-15)
        // cos(π i/8) is an eigenvector of the weighted system.
        let eigenvalue = pow(2 * 8 * sin(Double.pi / 16), 2)
        let u = try loaded.field("u", of: answer).doubles
        for column in 0...8 {
            #expect(abs(u[2, column] - cos(Double.pi * Double(column) / 8) / eigenvalue) < 1e-12)
        }
    }

    @Test("a periodic box of two cells is two points joined twice")
    func twoPeriodicCells() throws {
        let loaded = try LoadedProblem("{ diffusion: { cells: [2], walls: periodic, reaction: 1, source: x } }")
        #expect(loaded.denseMatrix().elements == [9, -8, -8, 9])
        #expect(try loaded.field("u", of: try loaded.denseSolution()).count == 2)
    }

    @Test("faces get the mean that was asked for, in each axis the coefficient of that axis")
    func faces() throws {
        let harmonic = try LoadedProblem("{ diffusion: { cells: [2], coefficient: 1 + 3*step(x - 0.4) } }")
        // Nodes 1, 4, 4: faces 8/5 and 4, times 1/h² = 4.
        #expect(abs(harmonic.denseMatrix().elements[0] - 22.4) < 1e-13)
        let arithmetic = try LoadedProblem(
            "{ diffusion: { cells: [2], coefficient: 1 + 3*step(x - 0.4), faces: arithmetic } }")
        #expect(arithmetic.denseMatrix().elements == [26])
        let both = try LoadedProblem("{ diffusion: { cells: [2, 2], coefficient: [10, 1] } }")
        #expect(both.denseMatrix().elements == [2 * 4 * 11])
    }
}
