import Foundation
import TestSupport
import Testing

@Suite("Sweeps, as a user calls them", .serialized)
struct SweepTests {
    /// A hundred members of a few milliseconds each.
    private static let scenario = """
        name: hundred
        stages:
          run:
            integrate: heat
            with: { cells: [12, 12], dt: 1e-3, steps: 30, diffusivity: 1, forcing: 0, initial: sin(pi*x)*sin(pi*y) }
            using: { integrator: crank_nicolson }
            methods:
              sor: { solver: { sor: { tolerance: 1e-8, omega: 1.1 } } }
              cg: { solver: cg }
            output: { every: 10 }
            checkpoint: { every: 5 steps }
        sweep:
          over:
            stages.run.with.dt: { from: 1e-4, to: 1e-2, count: 10, scale: log }
            stages.run.methods.sor.solver.sor.omega: { from: 1, to: 1.9, count: 10 }
        """

    private func members(_ scenario: ScenarioRun, _ output: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: scenario.path(output, "members"))) ?? []).sorted()
    }

    private func summary(_ scenario: ScenarioRun, _ output: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: scenario.path(output, "summary.json")))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func counts(_ scenario: ScenarioRun, _ output: String) throws -> [String: Int] {
        try summary(scenario, output)["counts"] as? [String: Int] ?? [:]
    }

    private func sweep(_ scenario: ScenarioRun, _ output: String, _ more: String...) throws -> BuiltCommand.Outcome {
        try BuiltCommand.run(["sweep", scenario.file, "-o", scenario.folder.path(output)] + more)
    }

    /// The data of all members and of the sweep.
    private func data(_ scenario: ScenarioRun, _ output: String) throws -> [String: Data] {
        var all: [String: Data] = [:]
        for name in ["results.h5", "sweep.json"] {
            all[name] = try Data(contentsOf: URL(fileURLWithPath: scenario.path(output, name)))
        }
        for member in members(scenario, output) {
            for (name, data) in try scenario.dataFiles(of: "\(output)/members/\(member)") {
                all["\(member)/\(name)"] = data
            }
        }
        return all
    }

    /// Processes of members whose results go below a folder.
    private func processes(below folder: String) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { process in
            let data = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            let words = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return words.contains("run") && words.contains { $0.hasPrefix("--output=\(folder)/") }
        }
    }

    @Test("a hundred members, killed three times and resumed, end with the same bits")
    func kills() throws {
        let scenario = try ScenarioRun(Self.scenario)
        let whole = try sweep(scenario, "whole")
        try #require(whole.status == 0, "\(whole.errors)")
        #expect(members(scenario, "whole").count == 100)
        let expected = try data(scenario, "whole")
        // result.h5, result.xdmf and metrics.json of two methods, and two files of the sweep.
        #expect(expected.count == 602)

        for kill in 0..<3 {
            let command = try BuiltCommand.start(["sweep", scenario.file, "-o", scenario.folder.path("killed")])
            // A moment like any other after so many members have begun.
            let begun = 25 * kill + Int.random(in: 10...25)
            while command.process.isRunning, members(scenario, "killed").count < begun { usleep(2_000) }
            usleep(UInt32.random(in: 0...60_000))
            try #require(command.process.isRunning)
            if kill == 1 {
                // All at once, as when a session ends.
                for process in processes(below: scenario.folder.path("killed/members")) { Glibc.kill(process, SIGKILL) }
            }
            command.send(SIGKILL)
            #expect(command.wait().status == 128 + SIGKILL)
            for _ in 0..<100 where !processes(below: scenario.folder.path("killed/members")).isEmpty { usleep(50_000) }
            #expect(processes(below: scenario.folder.path("killed/members")) == [], "members outlive the sweep")
            #expect((begun..<100).contains(members(scenario, "killed").count))
        }
        let resumed = try sweep(scenario, "killed")
        try #require(resumed.status == 0, "\(resumed.errors)")
        let counts = try counts(scenario, "killed")
        #expect(counts["ok"] == 100)
        #expect((counts["reused"] ?? 0) > 10)
        #expect(ScenarioRun.differences(expected, try data(scenario, "killed")) == [])
        // Nothing is left to do, and no process is started for it.
        let again = try sweep(scenario, "killed", "--json")
        #expect(again.status == 0)
        #expect(!again.output.contains("member_started"))
        #expect(ScenarioRun.differences(expected, try data(scenario, "killed")) == [])
        try checkWithXarray(scenario.path("killed", "results.h5"))
    }

    /// The file of `scenario`'s grid, opened by xarray without arguments.
    private func checkWithXarray(_ path: String) throws {
        let outcome = try Python.run(
            """
            import sys, numpy, xarray
            with xarray.open_dataset(sys.argv[1]) as data:
                assert dict(data.sizes) == {"dt": 10, "omega": 10}, data.sizes
                numpy.testing.assert_allclose(data["dt"], numpy.geomspace(1e-4, 1e-2, 10), rtol=1e-11)
                numpy.testing.assert_allclose(data["omega"], numpy.linspace(1, 1.9, 10), rtol=1e-11)
                sor = data["run.sor.total_iterations"]
                assert sor.dims == ("dt", "omega") and numpy.isfinite(sor).all()
                # The other method doesn't know the factor; larger steps need more iterations.
                cg = data["run.cg.total_iterations"]
                assert (cg == cg.isel(omega=0)).all()
                sor = sor.sel(omega=1)
                assert sor.sel(dt=1e-2) > sor.sel(dt=1e-4)
                assert (data["status"] == "ok").all()
                assert str(data["folder"].sel(dt=1e-4, omega=1).values).startswith("members/omega=1,dt=0.0001-")
                assert not any("seconds" in name for name in data.variables)
            with xarray.open_dataset(sys.argv[1], engine="netcdf4") as data:
                assert (data["status"] == "ok").all() and data["dt"].size == 10
            """, [path])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    private static let poisson = """
        name: solve
        stages:
          answer:
            solve: poisson
            with: { cells: [16, 16], source: x*y }
            using: { solver: { sor: { tolerance: 1e-8, omega: 1.5 } } }
        """

    @Test("a member that fails stops only itself: code 4, NaN and its status in the results, its words in the summary")
    func failure() throws {
        let scenario = try ScenarioRun(Self.poisson)
        let failing = "stages.answer.using.solver.sor.max_iterations=1000,3,500"
        let outcome = try sweep(scenario, "out", "--over", failing)
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("max_iterations = 3: failed: answer: "), "\(outcome.errors)")
        let all = try #require(try summary(scenario, "out")["members"] as? [[String: Any]])
        #expect(all.map { $0["status"] as? String } == ["ok", "failed", "ok"])
        #expect((all[1]["error"] as? String)?.contains("answer: ") == true)
        let log = try #require(all[1]["log"] as? String)
        #expect(try String(contentsOfFile: scenario.path("out", log), encoding: .utf8).contains("failed"))
        let python = try Python.run(
            """
            import sys, numpy, xarray
            with xarray.open_dataset(sys.argv[1]) as data:
                assert list(data["status"].values) == ["ok", "failed", "ok"]
                assert list(numpy.isnan(data["answer.total_iterations"])) == [False, True, False]
            """, [scenario.path("out", "results.h5")])
        #expect(python.status == 0, "\(python.errors)")
        // It is tried again, the others are not.
        #expect(try sweep(scenario, "out", "--over", failing).status == 4)
        #expect(try counts(scenario, "out")["reused"] == 2)
    }

    @Test("an invalid member stops all before anything starts, with its place")
    func invalid() throws {
        let scenario = try ScenarioRun(Self.poisson)
        let outcome = try sweep(scenario, "out", "--over", "stages.answer.using.solver.sor.omega=1.5,2.5")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("--over:1:42"), "\(outcome.errors)")
        #expect(outcome.errors.contains("in the member omega = 2.5"))
        #expect(!FileManager.default.fileExists(atPath: scenario.folder.path("out")))
    }

    @Test("values added later reuse what is there, and so does another kind of sweep")
    func growth() throws {
        let scenario = try ScenarioRun(Self.poisson)
        let path = "stages.answer.using.solver.sor.omega"
        try #require(try sweep(scenario, "out", "--over", "\(path)=1.5,1.7").status == 0)
        let more = try sweep(scenario, "out", "--over", "\(path)=1.2,1.7,1.3,1.5", "--kind", "list")
        try #require(more.status == 0, "\(more.errors)")
        #expect(more.errors.contains("2 of 4 are done already"))
        #expect(
            try counts(scenario, "out") == [
                "members": 4, "ok": 4, "failed": 0, "interrupted": 0, "skipped": 0, "reused": 2,
            ])
        let fewer = try sweep(scenario, "out", "--over", "\(path)=1.2")
        #expect(fewer.errors.contains("3 folders in members/ of earlier sweeps"))
        // Another scenario: the members have the same names, and are made anew.
        try scenario.rewrite(Self.poisson.replacing("16, 16", with: "20, 20"))
        try #require(try sweep(scenario, "out", "--over", "\(path)=1.2,1.5").status == 0)
        #expect(try counts(scenario, "out")["reused"] == 0)
    }

    @Test("draws lie along `member` with parameters, numbers or words, as coordinates")
    func draws() throws {
        let scenario = try ScenarioRun(Self.poisson)
        let outcome = try sweep(
            scenario, "out", "--over", "stages.answer.using.solver=cg,{sor: {omega: 1.6}}", "--over",
            "stages.answer.with.cells[0]={from: 4, to: 9}", "--kind", "halton", "--samples", "12")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let python = try Python.run(
            """
            import sys, xarray
            with xarray.open_dataset(sys.argv[1]) as data:
                assert data.sizes == {"member": 12}, data.sizes
                assert set(data.coords) == {"member", "solver", "cells_0"}, data.coords
                assert set(data["solver"].values) == {"cg", "{sor: {omega: 1.6}}"}
                assert set(data["cells_0"].values) <= {4, 5, 6, 7, 8, 9}
                assert abs(data["answer.dx"] * data["cells_0"] - 1).max() < 1e-12
            """, [scenario.path("out", "results.h5")])
        #expect(python.status == 0, "\(python.errors)")
    }

    @Test(
        "asked to stop, it stops its members, says how to go on with code 5, and goes on", arguments: [SIGINT, SIGTERM])
    func interrupted(by signal: Int32) throws {
        let scenario = try ScenarioRun(Self.scenario)
        let command = try BuiltCommand.start(["sweep", scenario.file, "-o", scenario.folder.path("out")])
        while command.process.isRunning, members(scenario, "out").count < 6 { usleep(2_000) }
        command.send(signal)
        let stopped = command.wait()
        #expect(stopped.status == 5, "\(stopped.errors)")
        #expect(stopped.output.contains("to go on,\n  ansatz sweep \(scenario.file) -o "), "\(stopped.output)")
        let before = try counts(scenario, "out")
        #expect((before["skipped"] ?? 0) > 0 && before["failed"] == 0)
        let resumed = try sweep(scenario, "out", "--over", "stages.run.with.dt=1e-4,1e-2")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect((try counts(scenario, "out")["reused"] ?? 0) > 0)
    }

    @Test("a directory in use is refused, as is that of a run; a member in use fails alone; a dead lock is none")
    func locks() throws {
        let scenario = try ScenarioRun(Self.poisson)
        let over = ["--over", "stages.answer.using.solver.sor.omega=1.2,1.3"]
        try #require(try sweep(scenario, "out", over[0], over[1]).status == 0)
        // Contents without a holder, as after a power cut.
        try "process 1 on nowhere".write(toFile: scenario.path("out", "lock"), atomically: false, encoding: .utf8)
        #expect(try sweep(scenario, "out", over[0], over[1]).status == 0)

        func hold(_ path: String) -> Int32 {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            return descriptor
        }
        let sweepLock = hold(scenario.path("out", "lock"))
        let refused = try sweep(scenario, "out", over[0], over[1])
        #expect(refused.status == 4)
        #expect(refused.errors.contains("is in use by"), "\(refused.errors)")
        close(sweepLock)

        let member = try #require(members(scenario, "out").first)
        try FileManager.default.removeItem(atPath: scenario.path("out", "members/\(member)/summary.json"))
        let memberLock = hold(scenario.path("out", "members/\(member)/lock"))
        let partly = try sweep(scenario, "out", over[0], over[1])
        #expect(partly.status == 4)
        #expect(partly.errors.contains("is in use by"), "\(partly.errors)")
        #expect(try counts(scenario, "out")["ok"] == 1)
        close(memberLock)

        try #require(try scenario.run(to: "run").status == 0)
        let wrong = try sweep(scenario, "run", over[0], over[1])
        #expect(wrong.status == 4)
        #expect(wrong.errors.contains("is the directory of a run"))
    }

    @Test("a member whose process is killed fails alone, and says so")
    func crash() throws {
        let scenario = try ScenarioRun(Self.poisson)
        let command = try BuiltCommand.start([
            "sweep", scenario.file, "-o", scenario.folder.path("out"), "--jobs", "1", "--over",
            "stages.answer.with.cells=[1200, 1200],[8, 8]", "--over", "stages.answer.using.solver.sor.omega=1.99",
        ])
        var found: [pid_t] = []
        while command.process.isRunning, found.isEmpty {
            found = processes(below: scenario.folder.path("out/members"))
            usleep(5_000)
        }
        usleep(100_000)
        for process in found { kill(process, SIGKILL) }
        let outcome = command.wait()
        #expect(outcome.status == 4, "\(outcome.errors)")
        let message = "its process died of SIGKILL (killed): by somebody, or for lack of memory"
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(try counts(scenario, "out")["ok"] == 1)
    }

    @Test("paths in a scenario are relative to it, and `run` leaves the section aside")
    func surroundings() throws {
        let scenario = try ScenarioRun(Self.poisson)
        try #require(try scenario.run(to: "first").status == 0)
        try scenario.rewrite(
            Self.poisson.replacing("source: x*y", with: "source: { file: first/stages/answer/result.h5, dataset: u }")
                + "\nsweep: { over: { stages.answer.using.solver.sor.omega: [1.2, 1.4] } }\n")
        let name = URL(fileURLWithPath: scenario.file).lastPathComponent
        let outcome = try BuiltCommand.run(["sweep", name, "-o", "swept"], in: scenario.folder.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let run = try scenario.run(to: "alone")
        #expect(run.status == 0)
        #expect(run.errors.contains("the key 'sweep' is left aside"))
        let validated = try BuiltCommand.run(["validate", scenario.file])
        #expect(validated.output.contains("a sweep of 2 members"))
    }

    @Test("more than memory holds is refused before anything starts, with the figure")
    func resources() throws {
        let scenario = try ScenarioRun(Self.poisson)
        let outcome = try sweep(scenario, "out", "--over", "stages.answer.with.cells=[8, 8],[300000, 300000]")
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains("of memory, and"), "\(outcome.errors)")
        let usage = try sweep(scenario, "out", "--jobs", "0")
        #expect(usage.status == 64)
        #expect(try sweep(scenario, "out").status == 2)
    }
}
