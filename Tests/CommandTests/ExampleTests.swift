import Foundation
import Testing
import TestSupport

@Suite("Every example works")
struct ExampleTests {
    /// What makes an example short enough for a test, by its name.
    private static let shortened: [String: [String]] = [
        "heat-convergence": ["stages.space.with.steps=10"],
        "heat-from-data": ["stages.plate.with.steps=50", "stages.cooling.with.steps=50"],
        "heat-sor-bandit": ["stages.run.with.steps=100"],
        "darcy-multigrid": [
            "stages.flow.with.cells=[40, 40]", "stages.samples.with.samples=10", "stages.samples.with.split.train=8",
            "stages.samples.with.split.test=2",
        ],
        "antiderivative-deeponet": [
            "stages.data.with.samples=40", "stages.data.with.split.train=30", "stages.data.with.split.test=10",
            "stages.model.with.epochs=5",
        ],
        "darcy-fno": [
            "stages.data.with.samples=14", "stages.data.with.split.train=10", "stages.data.with.split.test=4",
            "stages.model.with.epochs=1",
        ],
        "darcy-learned-preconditioner": [
            "stages.data.with.samples=44", "stages.data.with.split.train=40", "stages.data.with.split.test=4",
            "stages.model.with.epochs=4",
        ],
        "darcy-mgno": [
            "stages.data.with.samples=14", "stages.data.with.split.train=10", "stages.data.with.split.test=4",
            "stages.model.with.epochs=1",
        ],
        "operator-comparison": [
            "stages.data.with.samples=24", "stages.data.with.split.train=20", "stages.data.with.split.test=4",
            "stages.fno.with.epochs=1", "stages.tfno.with.epochs=1", "stages.mgno.with.epochs=1",
            "stages.deeponet.with.epochs=1",
        ],
        "poisson-solvers": [
            "stages.samples.with.samples=10", "stages.samples.with.split.train=8", "stages.samples.with.split.test=2",
        ],
        "tuned-degree": ["stages.heat.with.steps=50"],
        "learning-to-relax-heat": ["stages.run.with.steps=30"],
        "learning-to-relax-sor": ["stages.high.with.instances=30", "stages.low.with.instances=30"],
        "solver-choice": ["stages.heat.with.steps=30"],
        "relaxation-orderings": ["vars.n=12", "stages.heat.with.steps=20"],
        "sparse-matrix": [],
        "sweep-sor-omega": [],
    ]

    static var names: [String] {
        let folder = BuiltCommand.repository.appending(path: "examples").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    @Test("there are examples, and each has an entry here")
    func entries() {
        #expect(!Self.names.isEmpty)
        let unknown = Self.names.filter { Self.shortened[$0] == nil }
        #expect(unknown == [], "say in ExampleTests how to shorten these examples")
    }

    @Test("validates, plans, runs, and opens in xarray and ParaView's reader", arguments: names)
    func works(name: String) throws {
        let overrides = try #require(Self.shortened[name])
        let folder = try TemporaryFolder()
        let file = BuiltCommand.repository.appending(path: "examples/\(name).yaml").path
        let settings = overrides.flatMap { ["--set", $0] }
        let validated = try BuiltCommand.run(["validate", file])
        #expect(validated.status == 0, "\(validated.errors)")
        // Whole, since what it needs must fit an ordinary machine.
        let planned = try BuiltCommand.run(["plan", file, "-o", folder.path("out")])
        #expect(planned.status == 0, "\(planned.errors)")
        #expect(planned.output.contains("run: "))
        let run = try BuiltCommand.run(["run", file, "-o", folder.path("out")] + settings)
        try #require(run.status == 0, "\(run.errors)")
        let summary = try JSONSerialization.jsonObject(
            with: try Data(contentsOf: URL(fileURLWithPath: folder.path("out/summary.json"))))
        #expect((summary as? [String: Any])?["status"] as? String == "ok")

        let results = try files(named: "result.h5", in: folder.path("out"))
        #expect(!results.isEmpty)
        let python = try Python.run(Self.opening, results)
        #expect(python.status == 0, "\(python.errors)")
        for description in try files(named: "result.xdmf", in: folder.path("out")) {
            let document = try XDMFReferences(path: description)
            #expect(!document.files.isEmpty)
            let beside = (description as NSString).deletingLastPathComponent
            for file in document.files {
                #expect(FileManager.default.fileExists(atPath: "\(beside)/\(file)"), "\(description) refers to \(file)")
            }
        }
    }

    @Test("sweeping over the relaxation factor finds Young's optimum")
    func youngsOptimum() throws {
        let folder = try TemporaryFolder()
        let file = BuiltCommand.repository.appending(path: "examples/sweep-sor-omega.yaml").path
        let outcome = try BuiltCommand.run([
            "sweep", file, "-o", folder.path("out"), "--over", "vars.n=16", "--over",
            "vars.omega={from: 1.55, to: 1.8, count: 6}",
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        // 2/(1 + sin(pi/16)) is 1.674.
        let python = try Python.run(
            """
            import sys, xarray
            with xarray.open_dataset(sys.argv[1]) as data:
                assert abs(float(data["answer.total_iterations"].idxmin("omega")[0]) - 1.674) < 0.05
            """, [folder.path("out/results.h5")])
        #expect(python.status == 0, "\(python.errors)")
    }

    /// Every variable has values, and every axis of more than a place has coordinates.
    private static let opening = """
        import sys, numpy, xarray
        for path in sys.argv[1:]:
            with xarray.open_dataset(path) as data:
                if "ansatz_model" in data.attrs:
                    # Weights are in groups of their own.
                    assert "configuration" in data.attrs, path
                    with xarray.open_dataset(path, group="history") as history:
                        assert numpy.isfinite(history["training_loss"].values).all(), path
                    continue
                assert len(data.data_vars) > 0, path
                for name, variable in data.data_vars.items():
                    assert variable.size > 0, (path, name)
                    # An option of a solver that was not picked in a step has no value there.
                    assert numpy.isfinite(variable.values).all() or name == "step_omega", (path, name)
                    assert all(d in data.coords for d in variable.dims), (path, name, variable.dims)
                assert "configuration" in data.attrs, path
        """

    private func files(named name: String, in folder: String) throws -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
            .filter { ($0 as NSString).lastPathComponent == name }.map { "\(folder)/\($0)" }
    }
}

/// The data files that an XDMF description names.
private struct XDMFReferences {
    var files: Set<String> = []

    init(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for match in text.matches(of: />\s*([^<>:]+):\/[^<]+<\/DataItem>/) { files.insert(String(match.1)) }
    }
}
