import Foundation
import TestSupport
import Testing

@Suite("Cite")
struct CiteTests {
    /// `sor` works, and its fallback `cg` is not needed, or the other way round.
    private static func scenario(sorFails: Bool, in folder: TemporaryFolder) throws -> String {
        try folder.write(
            """
            name: cited
            stages:
              run:
                solve: poisson
                with: { cells: [12, 12] }
                using: { solver: { sor: { max_iterations: \(sorFails ? 1 : 10000) } }, fallback: { solver: cg } }
            """, to: "cited.yaml")
    }

    @Test("a run cites Ansatz and what it used; a fallback only where it was used")
    func run() throws {
        for sorFails in [false, true] {
            let folder = try TemporaryFolder()
            let file = try Self.scenario(sorFails: sorFails, in: folder)
            let run = try BuiltCommand.run(["run", file, "-o", folder.path("out"), "-q"])
            try #require(run.status == 0, "\(run.errors)")
            let cited = try BuiltCommand.run(["cite", folder.path("out")])
            #expect(cited.status == 0)
            #expect(cited.output.hasPrefix("The Ansatz contributors, Ansatz"))
            #expect(cited.output.contains("(1954)") && cited.output.contains("(sor)\n"))
            #expect(cited.output.contains("Hestenes") == sorFails, "\(cited.output)")
            #expect(!cited.output.contains("Crank"))
            let report = try String(contentsOfFile: folder.path("out/report.html"), encoding: .utf8)
            #expect(report.contains("D. M. Young"))
            #expect(report.contains("Hestenes") == sorFails)
        }
    }

    @Test("a scenario cites all that it names, without a run")
    func scenario() throws {
        let folder = try TemporaryFolder()
        let file = try Self.scenario(sorFails: false, in: folder)
        let cited = try BuiltCommand.run(["cite", file, "--format", "bibtex"])
        #expect(cited.status == 0, "\(cited.errors)")
        for entry in ["@software{ansatz", "@article{young1954iterative,", "@article{hestenes1952methods,"] {
            #expect(cited.output.contains(entry), "\(cited.output)")
        }
        #expect(cited.output.filter { $0 == "{" }.count == cited.output.filter { $0 == "}" }.count)
    }

    @Test("a run of an older version, whose references are plain text, is cited")
    func olderRun() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(
            """
            {"ansatz": "0.0.9", "components": {"solver x": {"name": "x", "references": ["A. B, C 1 (2000) 2"]}}}
            """, to: "resolved.json")
        let cited = try BuiltCommand.run(["cite", folder.url.path])
        #expect(cited.status == 0, "\(cited.errors)")
        #expect(cited.output.contains("version 0.0.9\n"))
        #expect(cited.output.hasSuffix("A. B, C 1 (2000) 2 (x)\n"))
    }

    @Test("what is no run and no scenario ends with 2 and says so")
    func bad() throws {
        let folder = try TemporaryFolder()
        let noRun = try BuiltCommand.run(["cite", folder.url.path])
        #expect(noRun.status == 2 && noRun.errors.contains("is no run directory"))
        _ = try folder.write("{", to: "resolved.json")
        let damaged = try BuiltCommand.run(["cite", folder.url.path])
        #expect(damaged.status == 2 && damaged.errors.contains("is damaged"))
        let missing = try BuiltCommand.run(["cite", folder.path("none.yaml")])
        #expect(missing.status == 2 && missing.errors.contains("there is no file"))
        #expect(try BuiltCommand.run(["cite", folder.url.path, "--format", "bib"]).status == 64)
    }
}
