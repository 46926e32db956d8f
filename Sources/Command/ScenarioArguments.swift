import Ansatz
import ArgumentParser
import Engine
import Foundation

/// What every verb that reads a scenario takes.
struct ScenarioArguments: ParsableArguments {
    @Argument(help: "The scenario file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(name: .customLong("set"), help: "Replaces one value: --set stages.run.with.steps=100. May be repeated.")
    var overrides: [String] = []

    @OptionGroup var plugins: PluginArguments

    /// Shows diagnostics of the scenario in its own lines, which it reads when they are needed.
    var renderer: DiagnosticRenderer { DiagnosticRenderer(overrides: overrides) }

    /// Reads and checks the scenario, and prints its warnings.
    ///
    /// - Parameter folder: where relative paths start, for a copy that a sweep made; `nil` is the file's folder.
    /// - Throws: ``ScenarioErrors`` with everything that is wrong.
    func check(relativeTo folder: String? = nil) throws -> (scenario: Scenario, loader: PluginLoader) {
        try reading { loader throws(Diagnostics) in
            try ScenarioChecker.check(path: file, overrides: overrides, registry: loader.registry, relativeTo: folder)
        } warnings: {
            $0.tree.warnings
        }
    }

    /// The same with the members of its sweep, where it has one.
    func checkAll(
        _ sweep: SweepArguments = SweepArguments()
    ) throws -> (scenario: Scenario, plan: SweepPlan?, loader: PluginLoader) {
        let (checked, loader) = try reading(sources: sweep.sources) { loader throws(Diagnostics) in
            try SweepPlan.check(path: file, overrides: overrides, arguments: sweep, registry: loader.registry)
        } warnings: {
            $0.scenario.tree.warnings
        }
        return (checked.scenario, checked.plan, loader)
    }

    private func reading<Checked>(
        sources: [String: String] = [:], _ body: (PluginLoader) throws(Diagnostics) -> Checked,
        warnings: (Checked) -> [Diagnostic]
    ) throws -> (Checked, PluginLoader) {
        let loader = plugins.load()
        do throws(Diagnostics) {
            let checked = try body(loader)
            let warnings = warnings(checked)
            if !warnings.isEmpty { Terminal.print(warnings, of: self) }
            // Whoever points at a plugin expects it to be there, even where this scenario does without.
            for case let failure? in loader.reports.filter({ !$0.isBesideExecutable }).map(\.failure) {
                Terminal.warning(failure.message, help: failure.help)
            }
            return (checked, loader)
        } catch {
            throw ScenarioErrors(
                diagnostics: error.all, arguments: self, reports: loader.reports, sources: sources)
        }
    }
}

/// Where plugins are.
struct PluginArguments: ParsableArguments {
    @Option(
        name: .customLong("plugin-path"),
        help: "A folder of plugins, or one plugin; may be repeated. Also: ANSATZ_PLUGIN_PATH, and the command's folder."
    )
    var paths: [String] = []

    func load() -> PluginLoader { PluginLoader(search: .standard(paths: paths)) }
}

/// Errors in a scenario, with what is needed to show them in place.
struct ScenarioErrors: Error {
    var diagnostics: [Diagnostic]
    var arguments: ScenarioArguments
    var reports: [PluginLoader.Report]
    /// Texts beside the file and `--set` that places refer to, by name.
    var sources: [String: String] = [:]

    /// Whether names are missing that a plugin may have which could not be loaded.
    var needsPlugin: Bool { diagnostics.contains { $0.cause == .unavailablePlugin } }

    var exitCode: Int32 { needsPlugin ? 3 : 2 }
}
