import Foundation
import TestSupport

/// A small heat run with many frames, for tests of what happens around it.
struct MarchScenario: Sendable {
    let folder: TemporaryFolder
    let path: String

    static let text = """
        name: march
        stages:
          run:
            integrate: heat
            with: { cells: [64, 64], dt: 1e-3, steps: 60, diffusivity: 1, forcing: 0, initial: sin(pi*x)*sin(pi*y) }
            using: { integrator: crank_nicolson, solver: cg }
            output: { every: 1, compression: 0 }
            checkpoint: { every: 10 steps }
        """

    init(in folder: TemporaryFolder? = nil) throws {
        self.folder = try folder ?? TemporaryFolder()
        let folder = self.folder
        path = try folder.write(Self.text, to: "march.yaml")
    }

    func run(in directory: String, _ more: [String] = []) throws -> BuiltCommand.Outcome {
        try BuiltCommand.run(arguments(directory) + more)
    }

    func arguments(_ directory: String) -> [String] { ["run", path, "--threads", "1", "-o", directory] }

    /// The bytes of a finished result.
    static func result(in directory: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: directory + "/stages/run/result.h5"))
    }
}
