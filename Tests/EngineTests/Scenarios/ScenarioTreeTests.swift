import Ansatz
import Engine
import Testing

@Suite struct ScenarioTreeTests {
    private func tree(_ text: String, _ overrides: [String] = []) throws -> ScenarioTree {
        try ScenarioTree(
            ScenarioFile(bytes: Array(text.utf8), name: "s.yaml"), overrides: ScenarioOverride.all(overrides),
            overrideTexts: overrides)
    }

    private func json(_ text: String, _ overrides: [String] = []) throws -> String {
        CanonicalJSON.text(JSONValue(try tree(text, overrides).root))
    }

    @Test func variablesAreReplaced() throws {
        let text = """
            vars: { n: 64, half: "${n}/2", cells: [ ${n}, "${half}" ], options: { modes: 12 } }
            a: ${n}
            b: sin(${n}*x) + ${vars.half}
            c: ${cells}
            d: { with: "${options}" }
            e: $${n} costs 5$ or $$6
            f: [ ${ n } ]
            """
        #expect(
            try json(text) == #"{"a":"64","b":"sin(64*x) + 64/2","c":["64","64/2"],"d":{"with":{"modes":"12"}},"#
                + #""e":"${n} costs 5$ or $$6","f":["64"]}"#)
    }

    @Test func valuesKeepTheirPlaceOfUse() throws {
        let tree = try tree("vars: { n: 64 }\na: [ ${n} ]\n")
        let place = Ansatz.SourceLocation(file: "s.yaml", line: 2, column: 6)
        #expect(tree.root["a"]?.items?.first?.location == place)
        let explained = tree.explained([Diagnostic("too large", at: place, help: "use less")])
        #expect(explained.first?.help == "use less; 'n' is set at s.yaml:1:12")
        #expect(tree.explained([Diagnostic("x", at: nil)]).first?.help == nil)
    }

    @Test func overridesReplaceAndAdd() throws {
        let text = "stages: { run: { with: { steps: 5, cells: [25, 25], solver: cg, none: } } }"
        #expect(
            try json(
                text,
                [
                    "stages.run.with.steps=100", "stages.run.with.cells[1]=7",
                    "stages.run.with.solver.cg.tolerance=1e-8",
                    "stages.run.with.none.x={ y: [1, 'b'] }", "seed=", "stages.run.with.cells[0]=[1,2]",
                ])
                == #"{"seed":"","stages":{"run":{"with":{"cells":[["1","2"],"7"],"none":{"x":{"y":["1","b"]}},"#
                + #""solver":{"cg":{"tolerance":"1e-8"}},"steps":"100"}}}}"#)
    }

    @Test func overridesComeBeforeVariables() throws {
        #expect(try json("vars: { n: 3 }\na: ${n}\n", ["vars.n=4"]) == #"{"a":"4"}"#)
        #expect(try json("vars: { n: 3 }\na: 1\n", ["a=${n}^2"]) == #"{"a":"3^2"}"#)
    }

    @Test func overridesHavePlaces() throws {
        let override = try ScenarioOverride("a.b[0]={ c: 1 }", number: 3)
        #expect(override.value["c"]?.location == Ansatz.SourceLocation(file: "--set", line: 3, column: 13))
        #expect(override.path.map(\.location.column) == [1, 3, 4])
        #expect(override.path.map(\.step) == [.key("a"), .key("b"), .index(0)])
    }

    @Test func unusedVariablesAreWarnings() throws {
        let warnings = try tree("vars: { n: 3, m: 2 }\na: ${n}\n").warnings
        #expect(warnings.map(\.message) == ["variable 'm' is not used"])
        #expect(warnings.map(\.severity) == [.warning])
    }
}
