import Ansatz
import Foundation
import TestSupport
import Testing

@Suite("Bad input to problems on boxes ends with a message")
struct HostileDiffusionTests {
    private static let refused = [
        ("{ poisson: { cells: [] } }", "'cells' needs one to three values"),
        ("{ poisson: { cells: [4, 4, 4, 4] } }", "'cells' needs one to three values, along x, y and z, and has 4"),
        ("{ poisson: { cells: [1, 4] } }", "'cells' must be at least 2"),
        ("{ poisson: { cells: [8, 8], lengths: [1] } }", "'lengths' has 1 values, but 'cells' has 2"),
        ("{ poisson: { lengths: [1, 0] } }", "'lengths' must be greater than 0"),
        ("{ poisson: { walls: [dirichlet] } }", "'walls' has 1 value for 2 axes"),
        ("{ poisson: { walls: [dirichlet, periodic, neumann] } }", "'walls' has 3 values for 2 axes"),
        ("{ poisson: { walls: drichlet } }", "'drichlet' is not one of the allowed values"),
        ("{ poisson: { flux: [0, 0, 0] } }", "'flux' has 3 values for 2 axes"),
        ("{ diffusion: { coefficient: [] } }", "'coefficient' has 0 values for 2 axes"),
        ("{ darcy: { values: [1] } }", "'values' needs two values"),
        ("{ darcy: { values: [1, -1] } }", "'values' must be greater than 0"),
        ("{ helmholtz: { damping: -1 } }", "'damping' must be at least 0"),
    ]

    @Test("options that can't be", arguments: refused)
    func options(yaml: String, message: String) throws {
        do {
            _ = try LoadedProblem(yaml)
            Issue.record("accepted")
        } catch let error as WrongOptions {
            #expect(error.message.contains(message))
        }
    }

    private static let failing = [
        ("{ poisson: { cells: [4000000000, 4000000000] } }", "more than any memory holds"),
        ("{ poisson: { cells: [9e18, 2, 2] } }", "more than any memory holds"),
        ("{ poisson: { cells: [4, 4], lengths: [1e-200, 1] } }", "no number to compute with"),
        ("{ poisson: { cells: [4, 4], lengths: [1, 1e200] } }", "no number to compute with"),
        ("{ poisson: { cells: [4, 4], source: 1/(x - 0.5) } }", "not finite"),
        ("{ poisson: { cells: [4, 4], boundary: log(x) } }", "not finite"),
        ("{ poisson: { cells: [4, 4], source: z } }", "uses 'z', but the grid has x, y"),
        ("{ diffusion: { cells: [4, 4], coefficient: x - 0.5 } }", "'coefficient' is -0.5 at x = 0.0, y = 0.0"),
        ("{ diffusion: { cells: [4, 4], coefficient: [1, y] } }", "'coefficient' is 0.0 at x = 0.0, y = 0.0"),
        ("{ diffusion: { cells: [4, 4], reaction: 0.6 - x } }", "'reaction' is -0.15"),
        ("{ diffusion: { cells: [4, 4], coefficient: 1e308 } }", "the matrix of the discrete equations"),
        ("{ diffusion: { cells: [4, 4], source: 1e308, boundary: x, coefficient: 1e307*(1+y) } }", "not finite"),
        ("{ darcy: { cells: [4, 4], permeability: x } }", "'permeability' is 0.0 at x = 0.0, y = 0.0"),
        ("{ darcy: { cells: [4, 4], field: lognormal, exponent: 20, tau: 1e30 } }", "not finite"),
        ("{ helmholtz: { cells: [4, 4], wavenumber: 1e200 } }", "has no square to compute with"),
    ]

    @Test("values that only show when the problem is posed", arguments: failing)
    func values(yaml: String, message: String) throws {
        do {
            _ = try LoadedProblem(yaml)
            Issue.record("accepted")
        } catch let error as ComputationError {
            #expect("\(error)".contains(message), "\(error)")
        }
    }

    @Test("NaN in a data file is named")
    func damagedData() throws {
        let folder = try TemporaryFolder()
        let script = """
            import h5py, numpy, sys
            a = numpy.ones((5, 5)); a[2, 3] = numpy.nan
            with h5py.File(sys.argv[1], "w") as f:
                f["a"] = a
            """
        let made = try Python.run(script, [folder.path("a.h5")])
        try #require(made.status == 0, "\(made.errors)")
        do {
            _ = try LoadedProblem(
                "{ darcy: { cells: [4, 4], permeability: { file: a.h5, dataset: a, axes: [y, x] } } }",
                in: folder.path(""))
            Issue.record("accepted")
        } catch let error as ComputationError {
            #expect("\(error)".contains("is nan at index [y 2, x 3]"), "\(error)")
        }
    }

    @Test("a solver for constant stencils says that this problem has none")
    func withoutStencil() throws {
        let loaded = try LoadedProblem("{ poisson: { cells: [8], source: x } }")
        #expect(throws: ComputationError.self) { _ = try loaded.solution("{ ssor_cg: { tolerance: 1e-8 } }") }
    }
}
