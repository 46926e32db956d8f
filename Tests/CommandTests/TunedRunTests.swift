import Foundation
import TestSupport
import Testing

@Suite("Runs with tuners")
struct TunedRunTests {
    private static func scenario(_ solver: String) -> String {
        """
        name: tuned
        stages:
          run:
            integrate: heat
            with: { cells: [12, 12], steps: 40 }
            using: { integrator: crank_nicolson, solver: \(solver) }
        """
    }

    @Test("tuners that go by the clock are warned of")
    func seconds() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            Self.scenario("{ ssor_cg: { omega: { tune: tsallis_inf, cost: seconds } } }"), to: "tuned.yaml")
        let outcome = try BuiltCommand.run(["run", file, "-o", folder.path("out")])
        #expect(outcome.status == 0)
        #expect((outcome.output + outcome.errors).contains("its tuners go by seconds"))
    }

    @Test("a choice of solvers says what its numbers stand for, and an option of one that was not picked has no value")
    func choice() throws {
        let folder = try TemporaryFolder()
        let solvers = "[cg, { ssor_cg: { omega: { tune: tsallis_inf } } }, { ssor_cg: { omega: { tune: surface } } }]"
        let choice = "{ choice: { among: \(solvers), pick: { tune: tsallis_inf, cost: work } } }"
        let file = try folder.write(Self.scenario(choice), to: "tuned.yaml")
        let outcome = try BuiltCommand.run(["run", file, "-o", folder.path("out")])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let python = try Python.run(
            """
            import sys, xarray, numpy
            with xarray.open_dataset(sys.argv[1]) as data:
                pick = data["step_pick"]
                assert pick.flag_meanings == "cg ssor_cg ssor_cg_2", pick.attrs
                assert list(pick.flag_values) == [0, 1, 2]
                for index, name in (1, "step_ssor_cg_omega"), (2, "step_ssor_cg_omega_2"):
                    assert ((pick == index) == numpy.isfinite(data[name])).all(), name
                assert set(numpy.unique(pick)) == {0, 1, 2}
            """, [folder.path("out/stages/run/result.h5")])
        #expect(python.status == 0, "\(python.errors)")
    }
}
