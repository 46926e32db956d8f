import Foundation
import Testing
import TestSupport

/// The experiment of Learning to Relax (ICLR 2024) on the heat equation with 576 unknowns and 5000 steps: iteration counts
/// of an independent port of the authors' program, with the same stop rule, start and ordering.
@Suite("Heat equation against reference iteration counts")
struct HeatReferenceTests {
    /// Runs the heat equation with methods in YAML and gives each one's metrics.
    private func run(_ methods: String, seed: Int = 0) throws -> [String: [String: Double]] {
        let folder = try TemporaryFolder()
        let scenario = try folder.write(
            """
            name: reference
            seed: \(seed)
            stages:
              run:
                integrate: heat
                with: { cells: [25, 25], dt: 1e-3, steps: 5000 }
                using: { integrator: crank_nicolson }
                methods:
            \(methods.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
            """, to: "reference.yaml")
        let outcome = try BuiltCommand.run(["run", scenario, "-o", folder.path("out")])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try Summary(folder.path("out")).metrics(ofStage: "run")
    }

    @Test("conjugate gradients take 85,422 iterations, and 32,800 with SSOR at omega 1, within 0.5 %")
    func fixedMethods() throws {
        let metrics = try run("cg: { solver: cg }\nomega1: { solver: { ssor_cg: { omega: 1 } } }")
        let cg = try #require(metrics["cg"]?["total_iterations"])
        let omega1 = try #require(metrics["omega1"]?["total_iterations"])
        #expect(abs(cg - 85_422) <= 0.005 * 85_422)
        #expect(abs(omega1 - 32_800) <= 0.005 * 32_800)
    }

    @Test("the best of 20 fixed factors is 1.40, with 29,320 iterations within 0.5 %")
    func bestFixed() throws {
        let factors = (0..<20).map { 1 + 0.05 * Double($0) }
        let metrics = try run(
            factors.enumerated().map { "w\($0.offset): { solver: { ssor_cg: { omega: \($0.element) } } }" }
                .joined(separator: "\n"))
        let best = try #require(
            metrics.min { ($0.value["total_iterations"] ?? .infinity) < ($1.value["total_iterations"] ?? .infinity) })
        #expect(best.key == "w8")
        #expect(abs(try #require(best.value["total_iterations"]) - 29_320) <= 0.005 * 29_320)
    }

    @Test("Tsallis-INF takes at most 31,000 iterations in the mean of the seeds 1 to 5")
    func bandit() throws {
        let totals = try (1...5).map { seed in
            try #require(
                try run("bandit: { solver: { ssor_cg: { omega: { tune: tsallis_inf } } } }", seed: seed)["bandit"]?[
                    "total_iterations"])
        }
        #expect(totals.reduce(0, +) / 5 <= 31_000, "\(totals)")
    }

    @Test("errors fall with order 2 in space and in time")
    func observedOrders() throws {
        let folder = try TemporaryFolder()
        let example = BuiltCommand.repository.appending(path: "examples/heat-convergence.yaml").path
        let outcome = try BuiltCommand.run(["run", example, "-o", folder.path("out")])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let summary = try Summary(folder.path("out"))
        for stage in ["order_in_space", "order_in_time"] {
            let orders = summary.column("observed_order", ofTable: stage)
            #expect(orders.count == 3)
            // The next term of the error is of order h^4, so the last pair, with h below 1/64, sees 2 within h^2.
            #expect(abs(try #require(orders.last) - 2) < 0.02, "\(stage): \(orders)")
        }
    }
}
