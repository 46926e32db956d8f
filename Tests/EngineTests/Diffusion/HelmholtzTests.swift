import Ansatz
import Foundation
import Testing

@Suite("The Helmholtz equation in real arithmetic")
struct HelmholtzTests {
    private static let boxes = [
        "cells: [5, 4], damping: 0.4", "cells: [6], walls: neumann, damping: 2",
        "cells: [4, 3], walls: [periodic, dirichlet_neumann], damping: 0.1",
        "cells: [5, 4], walls: neumann, damping: 0",
        "cells: [3, 3, 4], walls: [dirichlet, neumann, periodic], damping: 0.3",
    ]

    @Test("is symmetric, and its sparse matrix is its product", arguments: boxes)
    func symmetry(box: String) throws {
        let loaded = try LoadedProblem("{ helmholtz: { \(box), wavenumber: 7 } }")
        let system = try #require(loaded.system as? any SparseSystem)
        #expect(system.matrixClass == .symmetric)
        let matrix = loaded.denseMatrix()
        let sparse = try system.matrix()
        let n = matrix.shape[0]
        let scale = matrix.elements.map(abs).max() ?? 0
        for i in 0..<n {
            for j in 0..<n {
                #expect(matrix[i, j] == matrix[j, i])
                #expect(abs(matrix[i, j] - sparse[i, j]) <= 4e-16 * scale)
            }
        }
    }

    @Test(
        "offers a positive definite system to precondition with: minus the Laplacian plus k² for each part",
        arguments: boxes.dropLast())
    func preconditioning(box: String) throws {
        let loaded = try LoadedProblem("{ helmholtz: { \(box), wavenumber: 7 } }")
        let other = try #require(loaded.system.preconditioningSystem)
        #expect(other.shape == loaded.system.shape && other.matrixClass == .symmetricPositiveDefinite)
        let values = try SymmetricEigendecomposition(of: dense(other)).values.elements
        #expect(try #require(values.min()) >= (try #require(other.eigenvalueLowerBound)) * (1 - 1e-12))
        #expect(try #require(other.eigenvalueLowerBound) > 49 * 0.24)
        // In the block of the real part the two differ by 2k² on the diagonal, times the part of a cell.
        let (a, m) = (loaded.denseMatrix(), dense(other))
        let block = box.contains("damping: 0") && !box.contains("damping: 0.") ? a.shape[0] : a.shape[0] / 2
        for i in 0..<block {
            for j in 0..<block where i != j { #expect(a[i, j] == m[i, j]) }
            let part = (m[i, i] - a[i, i]) / 98
            #expect([1, 0.5, 0.25].contains { abs(part - $0) < 1e-12 })
        }
    }

    @Test("an eigenvector of the discrete Laplacian is answered by its quotient, and the error bound holds")
    func eigenvector() throws {
        let (k, β) = (5.0, 0.3)
        let loaded = try LoadedProblem(
            "{ helmholtz: { cells: [8, 6], wavenumber: 5, damping: 0.3, source: sin(pi*x)*sin(2*pi*y), "
                + "source_imaginary: 2*sin(pi*x)*sin(2*pi*y) } }")
        let answer = try loaded.denseSolution()
        let λ = pow(16 * sin(Double.pi / 16), 2) + pow(12 * sin(Double.pi / 6), 2)
        // (1 + 2i) / (λ − k² − i β k²).
        let (re, im) = (λ - k * k, -β * k * k)
        let size = re * re + im * im
        let expected = ((re + 2 * im) / size, (2 * re - im) / size)
        let real = try loaded.field("u_real", of: answer).doubles
        let imaginary = try loaded.field("u_imaginary", of: answer).doubles
        var squares = 0.0
        for row in 0...6 {
            for column in 0...8 {
                let mode = sin(Double.pi * Double(column) / 8) * sin(2 * Double.pi * Double(row) / 6)
                let differences = (real[row, column] - expected.0 * mode, imaginary[row, column] - expected.1 * mode)
                #expect(abs(differences.0) < 1e-13 && abs(differences.1) < 1e-13)
                squares += pow(expected.0 * mode, 2) + pow(expected.1 * mode, 2)
            }
        }
        // Zero as an answer is wrong by the whole solution.
        let bound = try #require(try loaded.metrics(of: Tensor(shape: answer.shape))["error_bound"])
        let error = (squares / 35).squareRoot()
        #expect(bound >= error && bound < 20 * error)
        #expect(try #require(try loaded.metrics(of: answer)["error_bound"]) < 1e-11)
    }

    @Test("without damping the answer is real, and at a resonance no bound of its error is claimed")
    func undamped() throws {
        let loaded = try LoadedProblem("{ helmholtz: { cells: [8], wavenumber: 2, damping: 0, source: x } }")
        #expect(loaded.system.shape == [7])
        let answer = try loaded.denseSolution()
        #expect(try loaded.problem.fields(of: answer).map(\.name) == ["u_real"])
        #expect(try #require(try loaded.metrics(of: answer)["error_bound"]) < 1e-11)
        let resonance = 16 * sin(Double.pi / 16)
        let bad = try LoadedProblem("{ helmholtz: { cells: [8], wavenumber: \(resonance), damping: 0 } }")
        #expect(try #require(try bad.metrics(of: answer)["error_bound"]) > 1e10)
    }
}
