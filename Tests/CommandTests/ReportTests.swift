import Foundation
import Testing
import TestSupport

@Suite("The report of a run")
struct ReportTests {
    private static let example = BuiltCommand.repository.appending(path: "examples/heat-sor-bandit.yaml").path

    private func html(_ directory: String) throws -> String {
        try String(contentsOfFile: directory + "/report.html", encoding: .utf8)
    }

    @Test("the report rebuilt from the files is the one that the run wrote, byte for byte")
    func rebuilt() throws {
        let folder = try TemporaryFolder()
        let out = folder.path("out")
        let run = try BuiltCommand.run(["run", Self.example, "--set", "stages.run.with.steps=600", "-o", out])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("report \(out)/report.html"))
        let written = try html(out)
        try FileManager.default.removeItem(atPath: out + "/report.html")
        let report = try BuiltCommand.run(["report", out])
        #expect(report.status == 0, "\(report.errors)")
        #expect(try html(out) == written)
    }

    @Test("it shows tables, certificates, curves, tuned options, probes, fields, and how to do it again")
    func contents() throws {
        let folder = try TemporaryFolder()
        let out = folder.path("out")
        _ = try BuiltCommand.run(["run", Self.example, "--set", "stages.run.with.steps=600", "-o", out])
        let page = try html(out)
        for text in [
            "3 results finished, every certificate holds", "Certificates", "Cumulative iterations",
            "Iterations per step",
            "Residual per step", "Tuned: omega", "T at (0.5, 0.5)", "T, time 0", "data:image/png", "Timeline",
            "no result yet", "--set stages.run.with.steps=600", "arXiv:2310.02246",
            "href=\"https://arxiv.org/abs/2310.02246",
            "class=\"default\"",
        ] {
            #expect(page.contains(text), "no '\(text)' in the report")
        }
        // One image for the common first frame, one for each method's last, and a colour bar for each.
        #expect(page.components(separatedBy: "data:image/png").count - 1 == 8)
        _ = try BuiltCommand.run(["run", Self.example, "--set", "stages.run.with.steps=600", "-o", out])
        #expect(try html(out).contains("3 reused from an earlier run"))
    }

    @Test("a failed method is reported with what to do, beside those that succeeded")
    func failure() throws {
        let folder = try TemporaryFolder()
        let scenario = try folder.write(
            """
            name: partly
            stages:
              answer:
                solve: poisson
                with: { cells: [16, 16] }
                methods:
                  good: { solver: cg }
                  short: { solver: { cg: { max_iterations: 2 } } }
            """, to: "partly.yaml")
        let outcome = try BuiltCommand.run(["run", scenario, "-o", folder.path("out")])
        #expect(outcome.status == 4)
        let page = try html(folder.path("out"))
        #expect(page.contains("<title>partly · failed</title>"))
        #expect(page.contains("1 of 2 results finished"))
        #expect(page.contains("answer.short: "))
        let again = try BuiltCommand.run(["report", folder.path("out")])
        #expect(again.status == 0)
        #expect(try html(folder.path("out")) == page)
    }

    @Test("a dataset shows its first samples, and a convergence study its chart")
    func otherVerbs() throws {
        let folder = try TemporaryFolder()
        let scenario = try folder.write(
            """
            name: others
            stages:
              data: { generate: poisson, with: { cells: [12, 12], samples: 5, solver: cg } }
              study:
                solve: poisson
                with: { source: "2*pi^2*sin(pi*x)*sin(pi*y)", exact: "sin(pi*x)*sin(pi*y)" }
                using: { solver: { cg: { tolerance: 1e-12 } } }
                methods:
                  n8: { with: { cells: [8, 8] } }
                  n16: { with: { cells: [16, 16] } }
              orders: { compare: study, metrics: [error_l2], order: { of: error_l2, against: dx } }
            """, to: "others.yaml")
        let outcome = try BuiltCommand.run(["run", scenario, "-o", folder.path("out")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let page = try html(folder.path("out"))
        for text in ["source, sample 0", "u, sample 2", "error_l2 against dx", "observed order"] {
            #expect(page.contains(text), "no '\(text)' in the report")
        }
        #expect(!page.contains("sample 3"))
        _ = try BuiltCommand.run(["report", folder.path("out")])
        #expect(try html(folder.path("out")) == page)
    }

    @Test("a run without results, or a folder that is none, ends with 2 and says what to do")
    func missing() throws {
        let folder = try TemporaryFolder()
        let none = try BuiltCommand.run(["report", folder.path("nothing")])
        #expect(none.status == 2)
        #expect(none.errors.contains("is no run directory"))
        _ = try folder.write("{", to: "summary.json")
        let damaged = try BuiltCommand.run(["report", folder.url.path])
        #expect(damaged.status == 2)
        #expect(damaged.errors.contains("is damaged"))
    }

    @Test("a result that can't be read leaves a note in the report")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let out = folder.path("out")
        _ = try BuiltCommand.run(["run", Self.example, "--set", "stages.run.with.steps=50", "-o", out])
        try Data("no data".utf8).write(to: URL(fileURLWithPath: out + "/stages/run/cg/result.h5"))
        let report = try BuiltCommand.run(["report", out])
        #expect(report.status == 0)
        let page = try html(out)
        #expect(page.contains("run.cg: its result can&#39;t be shown"))
        #expect(page.contains("Cumulative iterations"))
    }
}
