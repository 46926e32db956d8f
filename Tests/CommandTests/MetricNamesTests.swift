import Foundation
import TestSupport
import Testing

@Suite("Metrics that are known before a run")
struct MetricNamesTests {
    private static let stages = [
        "march":
            "{ integrate: heat, with: { cells: [4, 4], steps: 2 }, using: { integrator: crank_nicolson, solver: cg } }",
        "march-exact":
            "{ integrate: heat, with: { cells: [4, 4], steps: 2, exact: '0' }, using: { integrator: crank_nicolson, solver: cg } }",
        "answer": "{ solve: poisson, with: { cells: [4, 4] }, using: { solver: cg } }",
        "answer-exact": "{ solve: poisson, with: { cells: [4, 4], exact: '0' }, using: { solver: cg } }",
        "samples": "{ generate: poisson, with: { cells: [4, 4], samples: 2, solver: cg } }",
        "difference":
            "{ use: compare_fields, with: { of: { stage: answer, field: u }, reference: { stage: answer-exact, field: u }, metrics: [max_error, relative_l2] } }",
        "mapped":
            "{ use: apply_operator, with: { of: { stage: answer, field: u }, operator: { resample: { points: [3, 3] } } } }",
    ]

    @Test("what validate says that a stage has is what its result has")
    func sameNames() throws {
        let folder = try TemporaryFolder()
        let lines = Self.stages.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
        let text = "name: all\nstages:\n" + lines.joined(separator: "\n") + "\n"
        let run = try BuiltCommand.run(["run", folder.write(text, to: "all.yaml"), "-o", folder.path("out"), "-q"])
        try #require(run.status == 0, "\(run.errors)")
        for stage in Self.stages.keys.sorted() {
            let asked = text + "  table: { compare: \(stage), metrics: [no-such-metric-at-all] }\n"
            let outcome = try BuiltCommand.run(["validate", folder.write(asked, to: "\(stage).yaml")])
            #expect(outcome.status == 2)
            let help = try #require(
                outcome.errors.split(separator: "\n").last { $0.contains("= help:") }, "\(outcome.errors)")
            let declared = Set(help.matches(of: /'([^']+)'/).map { String($0.1) })
            let data = try Data(contentsOf: folder.url.appending(path: "out/stages/\(stage)/metrics.json"))
            let stored = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            let metrics = try #require(stored?["metrics"] as? [String: Any])
            #expect(declared == Set(metrics.keys).union(["seconds"]), "\(stage)")
        }
    }
}
