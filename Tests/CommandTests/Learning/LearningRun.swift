import Foundation
import TestSupport

/// A scenario that draws pairs of vectors, trains a linear map on them and judges it: with the tests' own plugin.
struct LearningRun {
    let scenario: ScenarioRun

    init(_ yaml: String) throws { scenario = try ScenarioRun(yaml) }

    /// - Parameter model: lines below `model:`; they train on `data.train` unless they say otherwise.
    static func text(samples: Int = 40, data: String = "", model: String, more: String = "") -> String {
        """
        name: learning
        seed: 3
        stages:
          data:
            generate: lines
            with: { points: 6, samples: \(samples), split: { train: \(samples - 8), test: 8 }\(data) }
          model:
        \(model.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
        \(more.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
        """
    }

    static let plugin: [String] = {
        ["--plugin-path", (try? TestPlugin.learning.library()) ?? "the plugin could not be built"]
    }()

    @discardableResult
    func run(to output: String, _ more: String...) throws -> BuiltCommand.Outcome {
        try BuiltCommand.run(scenario.arguments(to: output, Self.plugin + more))
    }

    func start(to output: String, _ more: String...) throws -> RunningCommand {
        try BuiltCommand.start(scenario.arguments(to: output, Self.plugin + more))
    }

    /// Names of results that differ between two runs.
    func differences(_ first: String, _ second: String) throws -> [String] {
        ScenarioRun.differences(try scenario.dataFiles(of: first), try scenario.dataFiles(of: second))
    }

    func summary(of output: String) throws -> Summary { try Summary(scenario.folder.path(output)) }
}
