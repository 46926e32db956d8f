import Foundation
import TestSupport
import Testing

/// Files that Debian's h5py made, once for all tests.
private let data: TemporaryFolder? = {
    guard let folder = try? TemporaryFolder(shared: "hostile") else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
        BuiltCommand.repository.appending(path: "Tests/Python/make_hostile_data.py").path, folder.url.path,
    ]
    do { try process.run() } catch { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? folder : nil
}()

/// A run of ten steps on the unit square with data from somewhere.
struct DataCase: CustomTestStringConvertible, Sendable {
    var initial = "0"
    var forcing = "0"
    var diffusivity = "1"
    var status: Int32
    /// What the message must say.
    var words: [String]

    var testDescription: String { "\(initial) | \(forcing) | \(diffusivity)" }

    static func file(_ name: String, _ dataset: String = "T", more: String = "") -> String {
        "{ file: \(name), dataset: \(dataset)\(more) }"
    }

    var scenario: String {
        """
        name: hostile
        stages:
          run:
            integrate: heat
            with:
              cells: [8, 8]
              dt: 1e-3
              steps: 10
              initial: \(initial)
              forcing: \(forcing)
              diffusivity: \(diffusivity)
            using: { integrator: crank_nicolson, solver: cg }
        """
    }

    /// Found before the run starts, at a place in the scenario.
    static let unreadable: [DataCase] = [
        DataCase(
            initial: file("none.h5"), forcing: file("neither.h5"), status: 2,
            words: ["there is no file 'none.h5'", "there is no file 'neither.h5'", "2 errors", "scenario's folder"]),
        DataCase(initial: file("."), status: 2, words: ["'.'", "folder, not a file", "name a file in it"]),
        DataCase(initial: file("text.h5"), status: 2, words: ["'text.h5'", "not an HDF5 file", "right file"]),
        DataCase(initial: file("empty.h5"), status: 2, words: ["'empty.h5'", "the file is empty"]),
        DataCase(initial: file("cut1.h5"), status: 2, words: ["'cut1.h5'", "not an HDF5 file"]),
        DataCase(initial: file("cut7.h5"), status: 2, words: ["'cut7.h5'", "not an HDF5 file"]),
        DataCase(initial: file("cut64.h5"), status: 2, words: ["'cut64.h5'", "shorter than it says", "make it again"]),
        DataCase(initial: file("cut512.h5"), status: 2, words: ["'cut512.h5'", "shorter than it says"]),
        DataCase(initial: file("cuthalf.h5"), status: 2, words: ["'cuthalf.h5'", "shorter than it says"]),
        DataCase(initial: file("cutlast.h5"), status: 2, words: ["'cutlast.h5'", "shorter than it says"]),
        DataCase(initial: file("good.h5", "t"), status: 2, words: ["'good.h5'", "'t'", "did you mean 'T'?", "x, y"]),
        DataCase(
            initial: file("good.h5", "/run/U"), status: 2, words: ["'good.h5'", "'/run/U'", "there is: T, x, y"]),
        DataCase(initial: file("bare.h5", "group"), status: 2, words: ["a group, not a dataset", "it holds: inner"]),
        DataCase(initial: file("bare.h5", "names"), status: 2, words: ["'names' holds text", "dataset of numbers"]),
    ]

    /// Found when the data is put on the grid, or at the time for which it is needed.
    static let unsuitable: [DataCase] = [
        DataCase(initial: file("cube.h5"), status: 4, words: ["cube.h5: 'T'", "(z, y, x)", "(y, x)", "axes"]),
        DataCase(initial: file("bare.h5"), status: 4, words: ["bare.h5: 'T'", "(y, x) are needed", "axes"]),
        DataCase(
            initial: file("bare.h5", more: ", axes: [y]"), status: 4,
            words: ["bare.h5: T", "2 dimensions", "name every dimension"]),
        DataCase(
            initial: file("bare.h5", more: ", axes: [y, x]"), status: 4,
            words: ["bare.h5: 'T'", "(5, 6) points", "(7, 7) are needed", "coordinates"]),
        DataCase(
            initial: file("half.h5"), status: 4,
            words: ["half.h5: 'T'", "x from 0.0 to 0.5", "x = 0.625 is needed", "covers the whole grid"]),
        DataCase(initial: file("falling.h5"), status: 4, words: ["falling.h5: 'T'", "'x' don't grow", "order"]),
        DataCase(initial: file("endless.h5"), status: 4, words: ["endless.h5: T", "do not fit the memory", "damaged"]),
        DataCase(initial: file("nan.h5"), status: 4, words: ["nan.h5: 'T'", "nan at index [y 3, x 5]", "mend"]),
        DataCase(
            forcing: file("late_infinity.h5"), status: 4,
            words: ["late_infinity.h5: 'T'", "inf at index [y 0, x 1] of time index 2", "step 6"]),
        DataCase(
            forcing: file("series.h5"), status: 4,
            words: ["series.h5: 'T'", "times 0.0 to 0.004", "is needed", "shorten the run"]),
        DataCase(forcing: file("unordered.h5"), status: 4, words: ["unordered.h5: 'T'", "index 2", "sort"]),
        DataCase(diffusivity: "0.005-t", status: 4, words: ["diffusivity is -0.000", "t = 0.0055", "not negative"]),
        DataCase(
            forcing: "1/(t-0.0055)", status: 4,
            words: ["'1/(t-0.0055)' is not finite at t = 0.0055, x = 0.125, y = 0.125", "divisions"]),
        DataCase(initial: "1/(x-0.5)", status: 4, words: ["not finite at t = 0.0, x = 0.5, y = 0.125"]),
    ]
}

@Suite("What a scenario's data has wrong is said with the file, the object and what to do")
struct HostileInputTests {
    private func run(_ example: DataCase) throws -> BuiltCommand.Outcome {
        let folder = try #require(data, "make_hostile_data.py failed")
        let output = try TemporaryFolder()
        let scenario = folder.path("\(UUID().uuidString).yaml")
        try example.scenario.write(toFile: scenario, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: scenario) }
        let outcome = try BuiltCommand.run(["run", scenario, "--threads", "1", "-o", output.path("out")])
        let summary = (try? String(contentsOfFile: output.path("out/summary.json"), encoding: .utf8)) ?? ""
        #expect(!summary.contains("\"ok\""), "a failed run calls something ok")
        return outcome
    }

    @Test("Before the run starts, at the place in the scenario", arguments: DataCase.unreadable)
    func unreadable(_ example: DataCase) throws { try check(example) }

    @Test("When the values are needed", arguments: DataCase.unsuitable)
    func unsuitable(_ example: DataCase) throws { try check(example) }

    private func check(_ example: DataCase) throws {
        let outcome = try run(example)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        for word in example.words {
            #expect(outcome.errors.contains(word), "no '\(word)' in:\n\(outcome.errors)")
        }
        #expect(outcome.errors.contains("help:"))
    }

    @Test("Data that fits is accepted by the same scenario")
    func good() throws {
        let folder = try #require(data, "make_hostile_data.py failed")
        let scenario = try folder.write(
            DataCase(initial: DataCase.file("good.h5"), status: 0, words: []).scenario, to: "good.yaml")
        let output = try TemporaryFolder()
        let outcome = try BuiltCommand.run(["run", scenario, "--threads", "1", "-o", output.path("out")])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
