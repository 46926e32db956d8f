import Ansatz
import AnsatzTesting
import Foundation
import TestSupport
import Testing

private let squares = RefinementStudy(
    order: 2, levels: [["cells": [8, 6]], ["cells": [16, 12]], ["cells": [32, 24]]])
private let small = RefinementStudy(order: 2, levels: [["cells": [8, 8]], ["cells": [16, 16]], ["cells": [30, 30]]])

private func library(_ name: String) -> String {
    BuiltCommand.products.appending(path: "lib\(name).so").path
}

private let suite = ContractSuite(
    library: library("Diffusion"),
    companions: [.library(library("Relaxation")), .library(library("Multigrid"))],
    good: [
        .problem("poisson"),
        .problem(
            "poisson",
            [
                "lengths": [2, 1], "boundary": 3, "source": "1.25*pi^2*sin(pi*x/2)*sin(pi*y)",
                "exact": "3 + sin(pi*x/2)*sin(pi*y)",
            ], refinement: squares),
        .problem(
            "poisson",
            [
                "walls": ["neumann_dirichlet", "neumann"], "source": "-5*exp(x+2*y)", "boundary": "exp(x+2*y)",
                "flux": ["-exp(2*y)", "(4*y-2)*exp(x+2*y)"], "exact": "exp(x+2*y)",
            ], refinement: squares),
        .problem("poisson", ["cells": [7], "walls": "periodic", "source": "sin(2*pi*x)"]),
        .problem("poisson", ["cells": [4, 3, 5], "walls": "neumann", "source": "x"]),
        .problem(
            "diffusion",
            [
                "coefficient": ["1+x", 2], "reaction": "y", "boundary": "exp(x)*y^2",
                "source": "-exp(x)*y^2*(2+x) - 4*exp(x) + y^3*exp(x)", "exact": "exp(x)*y^2",
            ], refinement: squares),
        .problem(
            "diffusion", ["cells": [5, 6], "coefficient": "exp(3*x)", "faces": "arithmetic", "walls": "neumann"]),
        .problem("darcy", ["cells": [16, 12]]),
        .problem("darcy", ["cells": [6, 5, 4], "field": "lognormal", "sample": 3]),
        .problem("darcy", ["cells": [9], "permeability": "1+step(x-0.5)", "contrast": 10]),
        .problem(
            "helmholtz",
            [
                "wavenumber": 5, "damping": 0.3, "source": "(2*pi^2-25)*sin(pi*x)*sin(pi*y)",
                "source_imaginary": "-7.5*sin(pi*x)*sin(pi*y)", "exact": "sin(pi*x)*sin(pi*y)",
            ], refinement: small),
        .problem("helmholtz", ["cells": [9, 7], "walls": ["periodic", "neumann"], "wavenumber": 3, "damping": 0]),
        .generator("darcy", ["points": [12, 9]]),
        .generator("darcy", ["points": [9, 9], "convention": "published"]),
        .generator("darcy", ["points": [5, 6, 7], "field": "lognormal", "solver": ["cg": ["tolerance": 1e-10]]]),
    ])

@Suite("Diffusion keeps the contract")
struct DiffusionTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
