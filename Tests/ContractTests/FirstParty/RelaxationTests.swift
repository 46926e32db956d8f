import AnsatzTesting
import Foundation
import TestSupport
import Testing

private let suite = ContractSuite(
    library: BuiltCommand.products.appending(path: "libRelaxation.so").path,
    good: [
        .solver("cg"), .solver("cg", ["tolerance": 1e-12]),
        .solver("cg", ["preconditioner": "jacobi"]),
        .operator("ssor"), .operator("ssor", ["omega": 1.3, "sweeps": 2]),
        .solver("flexible_cg"), .solver("flexible_cg", ["preconditioner": "jacobi", "directions": 2]),
        .solver("minres"), .solver("minres", ["preconditioner": "jacobi", "tolerance": 1e-10]),
        .solver("gmres"), .solver("gmres", ["preconditioner": "jacobi", "restart": 60]),
        .solver("bicgstab"), .solver("bicgstab", ["preconditioner": "jacobi"]),
        .operator("jacobi"),
        .solver("ssor_cg"), .solver("ssor_cg", ["omega": 1.5]),
        .solver("sor"), .solver("sor", ["omega": 1.0, "tolerance": 1e-10]),
        .solver("sor", ["ordering": "red_black"]), .solver("sor", ["ordering": "red_black", "omega": 1.2]),
        .integrator("crank_nicolson", order: 2),
        .integrator("crank_nicolson", ["solver": ["ssor_cg": ["tolerance": 1e-12, "omega": ["tune": "tsallis_inf"]]]]),
        .tuner("fixed", ["value": 1.2]),
        .tuner("tsallis_inf"), .tuner("tsallis_inf", ["arms": 3, "lower": 1.2, "upper": 1.2]),
        .tuner("tsallis_inf_binned", ["context_range": [0, 1]]),
        .tuner("chebcb", ["context_range": [0, 1], "arms": 7, "coefficients": 4]),
        .tuner("surface"), .tuner("surface", ["exploration": 1, "memory": 500]),
        .tuner("young"), .tuner("young", ["formula": "ssor"]),
        .tuner("instance_oracle"), .tuner("instance_oracle", ["search": "grid", "arms": 5]),
        .generator("poisson"), .generator("poisson", ["cells": [12], "modes": 4]),
        .generator("poisson", ["cells": [9, 10, 11], "modes": 3]),
        .generator("poisson", ["cells": [9, 14], "modes": 3, "solver": ["cg": ["tolerance": 1e-10]]]),
        .problem("shifted_laplacian"),
        .problem("shifted_laplacian", ["points": [7, 3], "instances": 2, "beta": [2, 6], "lowest": 0]),
        .problem("heat"),
        .problem(
            "heat",
            [
                "diffusivity": "1 + t", "initial": "sin(pi*x)*sin(pi*y)", "forcing": 0,
                "exact": "exp(-2*pi^2*(t + t^2/2))*sin(pi*x)*sin(pi*y)",
            ],
            refinement: RefinementStudy(
                order: 2,
                levels: [
                    ["cells": [8, 8], "dt": 0.01, "steps": 10], ["cells": [16, 16], "dt": 0.005, "steps": 20],
                    ["cells": [32, 32], "dt": 0.0025, "steps": 40],
                ])),
    ])

@Suite("Relaxation keeps the contract")
struct RelaxationTests {
    @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
}
