import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

/// Files of samples that Debian's h5py made, once for all tests.
let sampleFiles = filesMade(for: "samples", by: ["make_samples.py", "make_fixtures.py"])

/// What a scenario says under `on`.
func sampleReference(_ yaml: String) throws -> (reference: SampleReference?, decoder: OptionDecoder) {
    let folder = try #require(sampleFiles, "h5py failed").url.path
    let decoder = OptionDecoder(registry: Registry(), baseDirectory: folder)
    let setting = try #require(try ScenarioFile(bytes: Array("on: \(yaml)".utf8), name: "test").root["on"])
    return (SampleReference.decode(setting, with: decoder), decoder)
}

/// The samples that a scenario names; stages have the result `ours.h5`.
func openedSamples(
    _ yaml: String, precision: FieldPrecision = .float32, memory: Int? = nil
) throws -> SampleSet {
    let (reference, decoder) = try sampleReference(yaml)
    if let wrong = decoder.diagnostics.first { throw WrongOptions(message: wrong.message) }
    let result = try #require(sampleFiles).path("ours.h5")
    let run = RunContext(
        seed: 0, stage: "test", threads: Threads(2), resolveStage: { _ in result },
        openFile: { path in
            try DatasetReader(
                path: path,
                in: ReadingProcess(executable: BuiltCommand.executable.path, arguments: ["read-file-for-parent"]))
        })
    return try #require(reference).open(run, precision: precision, memory: memory)
}

/// The same without numbers.
func outlinedSamples(_ yaml: String) throws -> SampleOutline {
    let reference = try #require(try sampleReference(yaml).reference)
    let path = try reference.file?.path ?? #require(sampleFiles).path("ours.h5")
    return try reference.outline(from: DatasetReader(path: path))
}

extension SampleSet {
    /// All numbers of a variable.
    func numbers(_ name: String, _ indices: [Int]? = nil) throws -> [Double] {
        let indices = indices ?? Array(0..<count)
        var numbers = [Double](repeating: .nan, count: try variable(name).count * indices.count)
        try numbers.withUnsafeMutableBufferPointer { try load(name, indices, into: $0) }
        return numbers
    }
}
