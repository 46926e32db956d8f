import Ansatz
import Engine
import Foundation
import TestSupport

/// What came of reading one mutant.
enum ReadingEnd: String, CaseIterable, Sendable {
    /// Everything could be read: the damage hit nothing that matters, or only numbers.
    case read
    /// The library or our own checks said what is wrong.
    case refused
    /// The library crashed, in the other process.
    case crashed
    /// The library did not come to an end within its limits, in the other process.
    case stopped
}

/// Reads mutants as the command reads the files of a scenario: what `plan` and `run` check before a run, and then all
/// that components and `inspect` may ask of a file.
struct MutantReading: Sendable {
    let folder: TemporaryFolder
    private let scenario: Scenario
    private let process: ReadingProcess

    var file: String { folder.path("mutant.h5") }
    var scenarioFile: String { folder.path("scenario.yaml") }

    static let scenarioText = """
        name: fuzz
        stages:
          plate:
            integrate: heat
            with: { cells: [4, 4], dt: 1e-3, steps: 2, initial: { file: mutant.h5, dataset: T }, forcing: 0 }
            using: { integrator: crank_nicolson, solver: cg }
          again:
            use: apply_operator
            with: { of: { file: mutant.h5, dataset: T }, operator: { resample: { points: [3, 3] } } }
        """

    /// - Parameter limits: less time than the command gives, since there are many files and all are small.
    init(limits: ReadingLimits = ReadingLimits(seconds: 1)) throws {
        folder = try TemporaryFolder()
        let path = try folder.write(Self.scenarioText, to: "scenario.yaml")
        let loader = PluginLoader(
            search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path))
        scenario = try ScenarioChecker.check(path: path, registry: loader.registry)
        process = ReadingProcess(
            executable: BuiltCommand.executable.path, arguments: ["read-file-for-parent"], limits: limits)
    }

    func write(_ mutant: Mutant) throws {
        // A new file each time, as it would be anywhere else.
        unlink(file)
        try Data(mutant.bytes).write(to: URL(fileURLWithPath: file))
    }

    /// Reads the file of ``write(_:)``.
    ///
    /// - Returns: how it ended, and the first message.
    /// - Throws: what is no error about a file: a fault of ours.
    func read() throws -> (end: ReadingEnd, message: String) {
        let readers = InputReaders(process: process)
        let plan = try RunPlan(
            scenario, directory: folder.path("out"), acceptsCodeChanges: false, readers: readers)
        var messages = plan.obstacles.map(\.message)
        // Whether the damage hit anything is for the first two to say; the rest may not fit a good file either.
        var later: [String] = []
        func attempt(_ list: inout [String], _ body: () throws -> Void) throws {
            do { try body() } catch let error as StorageError {
                list.append(error.message)
            } catch let error as ShapeError {
                list.append(error.message)
            }
        }
        try attempt(&messages) {
            let reader = try readers.reader(of: file)
            _ = try reader.summary()
            try attempt(&later) { _ = try reader.readDataset() }
            try attempt(&later) { _ = try reader.pdebenchSeeds() }
            for variable in try reader.variables().prefix(24) {
                try attempt(&later) { _ = try reader.axes(of: variable.name) }
                try attempt(&later) { _ = try reader.read(variable.name, as: .float64) }
                try attempt(&later) { _ = try reader.readSlab(variable.name, at: 0) }
                try attempt(&later) {
                    let names = variable.shape.indices.map { "axis\($0)" }
                    _ = try reader.readForeign(variable.name, axes: names, coordinates: ["axis0": "x"])
                }
            }
        }
        let all = messages + later
        if let message = all.first(where: { $0.contains("crashed on it") }) { return (.crashed, message) }
        let words = ["far longer than", "did not come back"]
        if let message = all.first(where: { text in words.contains { text.contains($0) } }) {
            return (.stopped, message)
        }
        return messages.first.map { (.refused, $0) } ?? (.read, "")
    }
}
