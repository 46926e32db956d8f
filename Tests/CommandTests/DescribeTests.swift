import Foundation
import Testing
import TestSupport

@Suite("Describe and plugins")
struct DescribeTests {
    @Test(
        "the scenario that a description shows passes validation as it stands",
        arguments: [
            ("heat", "problem"), ("poisson", "problem"), ("cg", "solver"), ("sor", "solver"), ("ssor_cg", "solver"),
            ("crank_nicolson", "integrator"), ("fixed", "tuner"), ("tsallis_inf", "tuner"), ("poisson", "generator"),
        ])
    func snippets(name: String, role: String) throws {
        let described = try BuiltCommand.run(["describe", name, "--role", role])
        #expect(described.status == 0, "\(described.errors)")
        let lines = described.output.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("A scenario") }, "\(described.output)")
        let snippet = lines[(start + 1)...].filter { $0.hasPrefix("  ") }.map { $0.dropFirst(2) }
        #expect(snippet.joined().contains(name))
        let folder = try TemporaryFolder()
        let file = try folder.write(snippet.joined(separator: "\n") + "\n", to: "\(name).yaml")
        let outcome = try BuiltCommand.run(["validate", file])
        #expect(outcome.status == 0, "\(snippet.joined(separator: "\n"))\n\(outcome.errors)")
    }

    @Test("a description names type, default, range and marks of an option, and the references")
    func description() throws {
        let outcome = try BuiltCommand.run(["describe", "ssor_cg"])
        #expect(outcome.status == 0)
        for text in [
            "omega", "between 0 and 2", "[tunable]", "1e-8", "Axelsson", "fits    heat, poisson",
        ] {
            #expect(outcome.output.contains(text), "no '\(text)' in:\n\(outcome.output)")
        }
        let heat = try BuiltCommand.run(["describe", "heat"])
        #expect(heat.output.contains("[extendable]"))
    }

    @Test("verbs are described, too", arguments: ["generate", "solve", "integrate", "compare"])
    func verbs(name: String) throws {
        let outcome = try BuiltCommand.run(["describe", name])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("\(name): verb of a stage"))
    }

    @Test("without a name, all components stand by role")
    func all() throws {
        let outcome = try BuiltCommand.run(["describe"])
        #expect(outcome.status == 0)
        for text in ["tsallis_inf", "crank_nicolson", "generator"] { #expect(outcome.output.contains(text)) }
    }

    @Test("an unknown name ends with 64 and the likely one, in the role that was asked for")
    func unknown() throws {
        let outcome = try BuiltCommand.run(["describe", "ssor_gc"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("did you mean 'ssor_cg'?"))
        let verb = try BuiltCommand.run(["describe", "integrat"])
        #expect(verb.errors.contains("did you mean 'integrate'?"))
        let role = try BuiltCommand.run(["describe", "heat", "--role", "solver"])
        #expect(role.status == 64)
        #expect(role.errors.contains("there is no solver 'heat'"))
        #expect(try BuiltCommand.run(["describe", "heat", "--role", "solvr"]).status == 64)
    }

    @Test("a broken plugin is listed with its reason, stops nothing, and is refused by the doctor")
    func brokenPlugin() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("no library", to: "libBroken.so")
        let outcome = try BuiltCommand.run(["plugins", "--plugin-path", path])
        #expect(outcome.status == 0)
        for text in ["refused", "libBroken.so' is not an Ansatz plugin", "= help:", "relaxation", "loaded"] {
            #expect(outcome.output.contains(text), "no '\(text)' in:\n\(outcome.output)")
        }
        let json = try BuiltCommand.run(["plugins", "--plugin-path", path, "--json"])
        let parsed = try #require(
            JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: [[String: Any]]])
        let states = try #require(parsed["plugins"]).compactMap { $0["state"] as? String }
        #expect(Set(states) == ["loaded", "refused"] && states.count { $0 == "refused" } == 1)
        let doctor = try BuiltCommand.run(["doctor", "--plugin-path", path])
        #expect(doctor.status == 4)
        #expect(doctor.output.contains("libBroken.so: is not an Ansatz plugin"))
    }
}
