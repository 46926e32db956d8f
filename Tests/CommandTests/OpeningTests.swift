import Foundation
import TestSupport
import Testing

@Suite("The command that a run prints")
struct OpeningTests {
    /// One stage of each verb that has results, small.
    private static let stages = [
        "integrate":
            "{ integrate: heat, with: { cells: [4, 4], steps: 2 }, using: { integrator: crank_nicolson, solver: cg } }",
        "solve": "{ solve: poisson, with: { cells: [4, 4] }, methods: { a: { solver: cg }, b: { solver: sor } } }",
        "generate": "{ generate: poisson, with: { cells: [4, 4], samples: 2, solver: cg } }",
    ]

    // No backslashes: netCDF itself can't open a path that has one.
    @Test(
        "opens a result in xarray from where the run was started, whatever the folder is called",
        arguments: zip(["integrate", "solve", "generate"], ["plain", "it's $HOME \"quoted\" `ü`", "-dash"]))
    func opens(verb: String, name: String) throws {
        let folder = try TemporaryFolder()
        let stage = try #require(Self.stages[verb])
        _ = try folder.write("name: small\nstages:\n  only: \(stage)\n", to: "small.yaml")
        let run = try BuiltCommand.run(["run", "small.yaml", "--output=\(name)"], in: folder.url)
        try #require(run.status == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n")
        let command = try #require(lines.last)
        #expect(lines.dropLast().last == "to open a result in Python:")
        #expect(lines.count { $0.contains("open_dataset") } == 1)
        let outcome = try Self.shell(String(command), in: folder.url)
        #expect(outcome.status == 0, "\(command)\n\(outcome.errors)")
        #expect(outcome.output.contains("<xarray.Dataset>"), "\(outcome.output)")
        #expect(outcome.output.contains(verb == "integrate" ? "T " : "u "), "\(outcome.output)")
    }

    @Test("is not printed with --quiet or --json, nor where the run failed")
    func isAbsent() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "name: small\nstages:\n  only: \(Self.stages["integrate"] ?? "")\n", to: "small.yaml")
        for flag in ["--quiet", "--json"] {
            let run = try BuiltCommand.run(["run", file, "-o", folder.path("out"), flag])
            #expect(run.status == 0)
            #expect(!run.output.contains("python3"))
        }
        let failing = try folder.write(
            "name: bad\nstages:\n  only: { solve: poisson, using: { solver: { sor: { max_iterations: 1 } } } }\n",
            to: "bad.yaml")
        let failed = try BuiltCommand.run(["run", failing, "-o", folder.path("bad")])
        #expect(failed.status == 4)
        #expect(!failed.output.contains("python3"))
    }

    private static func shell(_ command: String, in folder: URL) throws -> BuiltCommand.Outcome {
        // The system's Python, which has the system's packages.
        try BuiltCommand.run(program: "/bin/sh", ["-c", "PATH=/usr/bin:/bin; \(command)"], in: folder)
    }
}
