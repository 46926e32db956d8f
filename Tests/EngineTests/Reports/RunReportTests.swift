import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

@Suite("The report of a run, from files made by hand")
struct RunReportTests {
    /// A finished run whose only stage has one method with these fields.
    private static func run(
        _ fields: [Field], verb: String = "integrate", changing: [String: JSONValue] = [:]
    ) throws -> (folder: TemporaryFolder, page: String) {
        let folder = try TemporaryFolder()
        let result = folder.path("stages/only")
        try FileManager.default.createDirectory(atPath: result, withIntermediateDirectories: true)
        try DatasetWriter.write(try Dataset(fields, attributes: []), to: result + "/result.h5", compression: 1)
        var stage: [String: JSONValue] = [
            "verb": .string(verb), "status": "ok", "action": "run", "reason": "no result yet", "seconds": 2,
            "metrics": ["steps": 4], "fallback_used": false, "folder": "stages/only",
            "certificate": [
                "valid": true,
                "checks": [
                    ["name": "worst_residual", "meaning": "a <check>", "value": 1e-9, "limit": 1e-6, "passes": true]
                ],
            ],
        ]
        stage.merge(changing) { _, new in new }
        let summary: JSONValue = [
            "name": "by hand", "status": "ok", "warnings": [], "order": ["only"], "stages": ["only": .object(stage)],
        ]
        _ = try folder.write(CanonicalJSON.pretty(summary), to: "summary.json")
        let directory = RunDirectory(existing: folder.url.path)
        return (
            folder,
            try RunReport(summary: RunSummary(of: directory), directory: directory, readers: InputReaders(process: nil))
                .document.html
        )
    }

    private static func axis(_ name: String, _ count: Int, _ role: Axis.Role = .space) -> Axis {
        Axis(name, .uniform(first: 0, spacing: 0.25, count: count), role: role)
    }

    private static func ramp(_ name: String, _ axes: [Axis], unit: String = "1") throws -> Field {
        let count = axes.reduce(1) { $0 * $1.count }
        return try Field(name, axes: axes, Tensor((0..<count).map(Double.init), shape: axes.map(\.count)), unit: unit)
    }

    private static func images(_ page: String) -> Int { page.components(separatedBy: "data:image/png").count - 1 }

    @Test("fields of one dimension become curves, and an image over time")
    func oneDimension() throws {
        let (_, page) = try Self.run([
            try Self.ramp("u", [Self.axis("time", 4, .time), Self.axis("x", 9)], unit: "m s-1")
        ])
        #expect(page.contains("only: u, time 0"))
        #expect(page.contains("only: u, time 0.75"))
        #expect(page.contains("u (m s-1)"))
        // The field and its colour bar.
        #expect(Self.images(page) == 2)
    }

    @Test("of three dimensions the middle plane is shown, of vectors each component up to three")
    func cuts() throws {
        let space = ["z", "y", "x"].map { Self.axis($0, 5) }
        let (_, cut) = try Self.run([try Self.ramp("p", space)], verb: "solve")
        #expect(cut.contains("p, z = 0.5"))
        #expect(Self.images(cut) == 2)
        let vector = try Self.ramp("v", Array(space.dropFirst()) + [Self.axis("component", 4, .component)])
        let (_, components) = try Self.run([vector], verb: "solve")
        #expect(components.contains("v, component 1"))
        #expect(components.contains("v, component 3"))
        #expect(!components.contains("v, component 4"))
        #expect(Self.images(components) == 6)
    }

    @Test("series over steps: sums are exact although a long series is condensed")
    func series() throws {
        let steps = Self.axis("step", 12_345, .component)
        let ones = try Field("step_iterations", axes: [steps], Tensor<Double>(repeating: 2, shape: [12_345]))
        let (_, page) = try Self.run([ones])
        #expect(page.contains("Cumulative iterations"))
        // 12,345 steps in at most 500 windows: 25 a window.
        #expect(page.contains("Means of every 25 steps."))
    }

    @Test("frames of more than four million cells are left out, at no cost")
    func large() throws {
        let (_, page) = try Self.run(
            [
                try Field(
                    "big", axes: [Self.axis("y", 2049), Self.axis("x", 2049)], Tensor<Float>(shape: [2049, 2049]))
            ],
            verb: "solve")
        #expect(Self.images(page) == 0)
        #expect(page.contains("big is not drawn: a frame has 4,198,401 cells"))
    }

    @Test("values that are not finite are drawn as such, and texts are escaped")
    func oddities() throws {
        var values = [Double](repeating: 1, count: 16)
        values[5] = .nan
        let field = try Field("q", axes: [Self.axis("y", 4), Self.axis("x", 4)], Tensor(values, shape: [4, 4]))
        let (_, page) = try Self.run([field], verb: "solve")
        #expect(page.contains("NaN"))
        #expect(page.contains("a &lt;check&gt;"))
        #expect(!page.contains("<check>"))
    }

    @Test("verdicts: a fallback is a warning, an interruption says how to go on")
    func verdicts() throws {
        let field = try Self.ramp("q", [Self.axis("y", 4), Self.axis("x", 4)])
        let (_, fallback) = try Self.run([field], verb: "solve", changing: ["fallback_used": true])
        #expect(fallback.contains("<title>by hand · warning</title>"))
        #expect(fallback.contains("1 result by a fallback"))
        let (folder, _) = try Self.run([field], verb: "solve", changing: ["status": "interrupted"])
        let path = folder.path("summary.json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var json = try #require(try JSONValue(parsing: text).object)
        json["status"] = "interrupted"
        try CanonicalJSON.pretty(.object(json)).write(toFile: path, atomically: true, encoding: .utf8)
        let directory = RunDirectory(existing: folder.url.path)
        let page = RunReport(
            summary: try RunSummary(of: directory), directory: directory, readers: InputReaders(process: nil)
        ).document
        #expect(page.verdict == .interrupted)
        #expect(page.statement.contains("0 of 1 result finished"))
        #expect(page.statement.contains("the same command goes on from here"))
    }

    @Test("a summary that lacks a stage it names is damaged")
    func damaged() throws {
        let folder = try TemporaryFolder()
        for text in [
            "[]", "{\"name\": \"x\"}", "{\"name\":\"x\",\"status\":\"ok\",\"order\":[\"a\"],\"stages\":{}}", "nonsense",
        ] {
            _ = try folder.write(text, to: "summary.json")
            #expect(throws: RunFailure.self) { try RunSummary(of: RunDirectory(existing: folder.url.path)) }
        }
    }
}
