import Foundation
import TestSupport
import Testing

@Suite("Comparisons with a method as reference")
struct ComparisonTests {
    private static func scenario(_ table: String) -> String {
        """
        name: against
        stages:
          run:
            integrate: heat
            with: { cells: [12, 12], dt: 1e-3, steps: 20, initial: sin(pi*x)*sin(pi*y) }
            using: { integrator: crank_nicolson }
            methods:
              slow: { solver: { ssor_cg: { omega: 0.3 } } }
              plain: { solver: cg }
              tuned: { solver: { ssor_cg: { omega: { tune: tsallis_inf } } } }
          table: { compare: run, \(table) }
        """
    }

    @Test("the regret is the cost less that of the reference, in the summary, in Markdown and in the report")
    func regret() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            Self.scenario("metrics: [worst_residual, total_iterations], against: plain"), to: "against.yaml")
        let outcome = try BuiltCommand.run(["run", file, "-o", folder.path("out")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("table; regret: total_iterations more than 'plain'"))
        #expect(!outcome.output.contains("*"))
        let summary = try Summary(folder.path("out"))
        let costs = summary.column("total_iterations", ofTable: "table")
        try #require(costs.count == 3)
        let regrets = summary.column("regret", ofTable: "table")
        #expect(regrets == costs.map { $0 - costs[1] })
        let percents = summary.column("regret_percent", ofTable: "table")
        #expect(percents.count == 3)
        for (percent, regret) in zip(percents, regrets) { #expect(abs(percent - 100 * regret / costs[1]) < 1e-12) }
        let least = try #require(costs.min())
        let markdown = try String(contentsOfFile: folder.path("out/stages/table/table.md"), encoding: .utf8)
        #expect(markdown.contains("| **\(Int(least))** |"))
        #expect(markdown.contains("| regret | regret\\_percent |"))
        // The scenario's order, whatever the costs.
        let rows = markdown.split(separator: "\n").compactMap {
            $0.firstMatch(of: /^\|\s(slow|plain|tuned)\s/)?.output.1
        }
        #expect(rows == ["slow", "plain", "tuned"])
        let page = try String(contentsOfFile: folder.path("out/report.html"), encoding: .utf8)
        #expect(page.contains("Regret against &#39;plain&#39;"))
        #expect(page.contains("<strong>\(Int(least))</strong>"))
        _ = try BuiltCommand.run(["report", folder.path("out")])
        #expect(try String(contentsOfFile: folder.path("out/report.html"), encoding: .utf8) == page)
    }

    @Test("where the reference fails, costs are told and no regrets")
    func failedReference() throws {
        let folder = try TemporaryFolder()
        let text = Self.scenario("against: plain").replacing(
            "plain: { solver: cg }", with: "plain: { solver: { cg: { max_iterations: 1 } } }")
        let outcome = try BuiltCommand.run(
            ["run", try folder.write(text, to: "against.yaml"), "-o", folder.path("out")])
        #expect(outcome.status == 4)
        let summary = try Summary(folder.path("out"))
        #expect(summary.column("total_iterations", ofTable: "table").count == 2)
        #expect(summary.column("regret", ofTable: "table").isEmpty)
        let page = try String(contentsOfFile: folder.path("out/report.html"), encoding: .utf8)
        #expect(!page.contains("Regret against"))
    }
}
