import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

@Suite("What a report says of methods beside each other, from files made by hand")
struct ComparisonReportTests {
    private static let steps = 8

    private static func series(_ name: String, _ values: [Double]) throws -> Field {
        let axis = Axis("step", .uniform(first: 1, spacing: 1, count: values.count), role: .component)
        return try Field("step_\(name)", axes: [axis], Tensor(values))
    }

    /// The report of a run whose stage `run` has these methods, and whose stage `table` compares them.
    private static func page(
        _ methods: [(name: String, fields: [Field])], against: String? = nil, metric: String = "total_iterations",
        changing: (TemporaryFolder) throws -> Void = { _ in }
    ) throws -> String {
        let folder = try TemporaryFolder()
        var members: [String: JSONValue] = [:]
        for method in methods {
            let result = folder.path("stages/run/\(method.name)")
            try FileManager.default.createDirectory(atPath: result, withIntermediateDirectories: true)
            try DatasetWriter.write(
                try Dataset(method.fields, attributes: []), to: result + "/result.h5", compression: 1)
            members[method.name] = [
                "status": "ok", "action": "run", "reason": "no result yet", "seconds": 2, "metrics": [:],
                "fallback_used": false, "folder": .string("stages/run/\(method.name)"),
            ]
        }
        try changing(folder)
        var table: [String: JSONValue] = ["stage": "run", "metrics": [.string(metric)], "rows": []]
        if let against { table["against"] = ["method": .string(against), "metric": .string(metric)] }
        let summary: JSONValue = [
            "name": "by hand", "status": "ok", "warnings": [], "order": ["run", "table"],
            "stages": [
                "run": [
                    "verb": "integrate", "status": "ok", "methods": .object(members),
                    "order": .array(methods.map { .string($0.name) }),
                ],
                "table": ["verb": "compare", "status": "ok", "table": .object(table)],
            ],
        ]
        _ = try folder.write(CanonicalJSON.pretty(summary), to: "summary.json")
        let directory = RunDirectory(existing: folder.url.path)
        return try RunReport(
            summary: RunSummary(of: directory), directory: directory, readers: InputReaders(process: nil)
        ).document.html
    }

    /// The figure with a title, as text.
    private static func figure(_ title: String, in page: String) throws -> String {
        let start = try #require(page.range(of: "aria-label=\"\(title)\""), "no figure '\(title)'")
        let rest = page[start.upperBound...]
        return String(rest[..<(rest.range(of: "</figure>")?.lowerBound ?? rest.endIndex)])
    }

    private static func dots(_ figure: String) -> Int {
        figure.components(separatedBy: "class=\"dot").count - 1
    }

    @Test("regret is drawn for all but the reference, also where series are condensed")
    func regret() throws {
        let count = 1205
        // 5 a step against 3: 2 more a step, so a straight line from 0 to 2410.
        let page = try Self.page(
            [
                ("oracle", [try Self.series("iterations", Array(repeating: 3, count: count))]),
                ("other", [try Self.series("iterations", Array(repeating: 5, count: count))]),
                ("short", [try Self.series("iterations", Array(repeating: 4, count: 10))]),
            ], against: "oracle")
        let figure = try Self.figure("Regret against &#39;oracle&#39;", in: page)
        #expect(figure.contains(">other</text>"))
        #expect(figure.contains(">oracle</text>"), "the line at zero has its name")
        #expect(!figure.contains(">short</text>"))
        #expect(figure.contains("Methods with another number of steps are left out."))
        #expect(figure.contains(">2000</text>"))
        #expect(!figure.contains(">3000</text>"))
        // 2 more than 3 is 67 % at every step.
        let percent = try Self.figure("Percent above &#39;oracle&#39;", in: page)
        let line = try #require(percent.firstMatch(of: /stroke-width="1.75" d="([^"]*)"/)).output.1
        let heights = line.matches(of: /[ML][0-9.]+ ([0-9.]+)/).map(\.output.1)
        #expect(heights.count > 300)
        #expect(Set(heights).count == 1)
    }

    @Test("counted work is compared where the table does, and iterations where the table has seconds")
    func work() throws {
        var methods: [(name: String, fields: [Field])] = []
        for (name, work) in [("a", 1.0), ("b", 2.0)] {
            let iterations = try Self.series("iterations", Array(repeating: 3, count: Self.steps))
            methods.append((name, [iterations, try Self.series("work", Array(repeating: work, count: Self.steps))]))
        }
        let work = try Self.page(methods, against: "a", metric: "total_work")
        #expect(work.contains("Cumulative work"))
        #expect(work.contains("Work per step"))
        #expect(!work.contains("Tuned: work"))
        #expect(try Self.figure("Regret against &#39;a&#39;", in: work).contains("operations more"))
        let seconds = try Self.page(methods, against: "a", metric: "seconds")
        #expect(try Self.figure("Regret against &#39;a&#39;", in: seconds).contains("iterations more"))
        #expect(try !Self.page(methods).contains("Regret"))
    }

    @Test("an option that was not chosen in a step has no dot there")
    func notChosen() throws {
        let omega = try Self.series("omega", [1.1, .nan, .nan, 1.2, .nan, 1.3, 1.4, .nan])
        let page = try Self.page([("bandit", [omega])])
        // Four values, and the dot in the legend.
        #expect(Self.dots(try Self.figure("Tuned: omega", in: page)) == 5)
        // Of 2000 steps in windows of 4, each window has one value, wherever it stands.
        var rare = [Double](repeating: .nan, count: 2000)
        for step in stride(from: 3, to: 2000, by: 4) { rare[step] = 1 + Double(step) / 2000 }
        let field = try Self.series("omega", rare)
        let long = try Self.page([("bandit", [field])])
        let dots = Self.dots(try Self.figure("Tuned: omega", in: long))
        #expect(dots == 501)
    }

    @Test("choices are drawn over each context that varies, of the second half of the steps")
    func overContext() throws {
        let omega = try Self.series("omega", [1, 1, 1, 1, 1.5, .nan, 1.7, 1.8])
        let context = try Self.series("context_c", [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7])
        let same = try Self.series("context_same", [4, 4, 4, 4, 4, 4, 4, 4])
        let fixed = try Self.series("iterations", [1, 2, 3, 4, 5, 6, 7, 8])
        let page = try Self.page([("bandit", [omega, context, same]), ("fixed", [fixed])])
        let figure = try Self.figure("Tuned: omega over c", in: page)
        #expect(Self.dots(figure) == 4)
        #expect(figure.contains(">10⁷</text>") || figure.contains(">10⁶</text>"), "three decades are logarithmic")
        #expect(!page.contains("over same"))
        #expect(!page.contains("Tuned: context"))
    }

    @Test("categories have their names on the axis")
    func categories() throws {
        let chosen = try Self.series("solver", [0, 1, 2, 1, 0, 2, 2, 2])
        let page = try Self.page([("choice", [chosen])]) { folder in
            let outcome = try Python.run(
                """
                import h5py, numpy, sys
                with h5py.File(sys.argv[1], "r+") as file:
                    file["step_solver"].attrs["flag_values"] = numpy.array([0.0, 1.0, 2.0])
                    file["step_solver"].attrs["flag_meanings"] = "cg ssor_cg multigrid"
                """, [folder.path("stages/run/choice/result.h5")])
            try #require(outcome.status == 0, "\(outcome.errors)")
        }
        let figure = try Self.figure("Tuned: solver", in: page)
        for name in ["cg", "ssor_cg", "multigrid"] { #expect(figure.contains(">\(name)</text>")) }
        #expect(!figure.contains(">0.5</text>"))
        // Without names, whole numbers are told from each other by their own.
        let plain = try Self.figure("Tuned: solver", in: try Self.page([("choice", [chosen])]))
        for name in ["0", "1", "2"] { #expect(plain.contains(">\(name)</text>")) }
        #expect(!plain.contains(">0.5</text>"))
    }

    @Test("a method has the same colour in every chart, and ten methods can be told apart")
    func styles() throws {
        var methods: [(name: String, fields: [Field])] = []
        for number in 0..<10 {
            let values = Array(repeating: Double(number), count: Self.steps)
            var fields = [try Self.series("iterations", values)]
            if number >= 2 { fields.append(try Self.series("omega", values)) }
            methods.append(("m\(number)", fields))
        }
        let page = try Self.page(methods)
        let costs = try Self.figure("Cumulative iterations", in: page)
        let looks = costs.matches(of: /class="line([0-9])"[^>]*stroke-width="2.5"[^>]*?(stroke-dasharray="[^"]*")? d=/)
            .map { "\($0.output.1) \($0.output.2 ?? "")" }
        #expect(looks.count == 10)
        #expect(Set(looks).count == 10)
        // The first method with a tuner is the third of the stage.
        let choices = try Self.figure("Tuned: omega", in: page)
        let marks = choices.matches(of: /<(circle|path) class="dot([0-9])"/).map { "\($0.output.1) \($0.output.2)" }
        #expect(marks.first == "circle 2")
        #expect(Set(marks).count == 8)
    }
}
