import Foundation
import TestSupport
import Testing

@Suite("Datasets of Darcy flow", .serialized)
struct DarcyDatasetTests {
    private static let scenario = """
        name: darcy
        seed: 5
        stages:
          data:
            generate: darcy
            with: { points: [40, 33], samples: 300 }
            checkpoint: { every: 10 samples }
        """

    @Test("killed in the middle and started again, on any number of threads: the same bytes")
    func kills() throws {
        let scenario = try ScenarioRun(Self.scenario)
        let whole = try scenario.run(to: "whole", "--threads", "1")
        try #require(whole.status == 0, "\(whole.errors)")
        let expected = try scenario.dataFiles(of: "whole")
        #expect(expected.count >= 2)
        var kills = 0
        for bytes in [0, 300_000, 1_500_000] {
            let command = try scenario.start(to: "killed", "--threads", "2")
            if scenario.wait(for: "stages/data.part/frames.spool", in: "killed", bytes: bytes, of: command) {
                command.send(SIGKILL)
                kills += 1
            }
            _ = command.wait()
        }
        #expect(kills > 0)
        let resumed = try scenario.run(to: "killed", "--threads", "2")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(ScenarioRun.differences(expected, try scenario.dataFiles(of: "killed")) == [])
        #expect(scenario.leftovers(in: "killed") == [])
    }

    @Test("every sample has a residual within the tolerance, which the file holds")
    func residuals() throws {
        let scenario = try ScenarioRun(Self.scenario)
        let run = try scenario.run(to: "out", "--set", "stages.data.with.samples=20")
        try #require(run.status == 0, "\(run.errors)")
        let python = try Python.run(
            """
            import sys, numpy, xarray
            with xarray.open_dataset(sys.argv[1]) as data:
                assert data["a"].shape == (20, 33, 40) and data["u"].shape == (20, 33, 40)
                assert (data["residual"] > 0).all() and (data["residual"] <= 1e-10).all()
                a, u = data["a"].values, data["u"].values
                # The equations once more, by other hands: harmonic means, and zero around.
                hx, hy = 1/39, 1/32
                mean = lambda p, q: 2*p*q/(p + q)
                fx = -mean(a[:, :, 1:], a[:, :, :-1])*(u[:, :, 1:] - u[:, :, :-1])/hx
                fy = -mean(a[:, 1:], a[:, :-1])*(u[:, 1:] - u[:, :-1])/hy
                rest = (fx[:, 1:-1, 1:] - fx[:, 1:-1, :-1])/hx + (fy[:, 1:, 1:-1] - fy[:, :-1, 1:-1])/hy - 1
                assert abs(rest).max() < 1e-7, abs(rest).max()
            """, [scenario.path("out", "stages/data/result.h5")])
        #expect(python.status == 0, "\(python.errors)")
    }
}
