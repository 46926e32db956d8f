import Ansatz
import Engine
import Testing

@Suite struct GoldenErrorTests {
    @Test("Broken scenarios give these very messages", arguments: GoldenCase.all)
    func message(golden: GoldenCase) throws {
        try golden.check { path, overrides in
            let renderer = DiagnosticRenderer(overrides: overrides)
            do throws(Diagnostics) {
                return renderer.text(of: try ScenarioTree.read(path: path, overrides: overrides).warnings)
            } catch {
                return renderer.text(of: error.all)
            }
        }
    }

    @Test func thereAreCases() {
        #expect(GoldenCase.all.count >= 20, "the folder of cases was not found")
    }

    @Test func aDifferenceShowsBothSides() {
        #expect(GoldenCase.difference(from: "a\nb\nc", to: "a\nx\nc") == " a\n-b\n+x\n c")
    }
}
