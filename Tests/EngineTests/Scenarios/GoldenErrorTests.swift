import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

@Suite struct GoldenErrorTests {
    /// The components that scenarios of the cases `scenario-...` name.
    private static let registry = PluginLoader(
        search: PluginSearch(
            named: ["libRelaxation.so", "libDiffusion.so"].map { BuiltCommand.products.appending(path: $0).path },
            executableFolder: nil)
    ).registry

    @Test("Broken scenarios give these very messages", arguments: GoldenCase.all)
    func message(golden: GoldenCase) throws {
        try golden.check { path, overrides in
            let renderer = DiagnosticRenderer(overrides: overrides)
            do throws(Diagnostics) {
                // The other cases are about the text alone, and mean nothing to a registry.
                guard golden.hasMeaning else {
                    return renderer.text(of: try ScenarioTree.read(path: path, overrides: overrides).warnings)
                }
                let checked = try SweepPlan.check(path: path, overrides: overrides, registry: Self.registry)
                return renderer.text(of: checked.scenario.tree.warnings)
            } catch {
                return renderer.text(of: error.all)
            }
        }
    }

    @Test func thereAreCases() {
        #expect(GoldenCase.all.count { !$0.hasMeaning } >= 20, "the folder of cases was not found")
        #expect(GoldenCase.all.count { $0.hasMeaning } >= 30, "the folder of cases was not found")
    }

    @Test("No case passes for a good scenario", arguments: GoldenCase.all.filter(\.hasMeaning))
    func everyCaseHasErrors(golden: GoldenCase) {
        #expect(throws: Diagnostics.self) {
            try SweepPlan.check(path: golden.scenario, overrides: golden.overrides, registry: Self.registry)
        }
    }

    @Test func aDifferenceShowsBothSides() {
        #expect(GoldenCase.difference(from: "a\nb\nc", to: "a\nx\nc") == " a\n-b\n+x\n c")
    }
}
