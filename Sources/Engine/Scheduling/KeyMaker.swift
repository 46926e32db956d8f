import Ansatz
import Foundation

/// Makes the keys of a scenario's results. Files are hashed once.
final class KeyMaker {
    private let scenario: Scenario
    private let digests: FileDigests

    /// - Parameter digests: shared where keys of many scenarios are made at a time.
    init(_ scenario: Scenario, digests: FileDigests = FileDigests()) {
        self.scenario = scenario
        self.digests = digests
    }

    /// - Parameter upstream: the digest of the result that a reference names.
    /// - Throws: `Diagnostics` for an input file that can't be read.
    func key(
        for method: MethodDefinition, of stage: StageDefinition, output: OutputRequest,
        upstream: (StageReference) -> String?
    ) throws -> ResultKey {
        var extent = method.samples?.count ?? 1
        var extentName = "samples"
        var with = method.resolvedWith
        // One number says how far a result goes; further extendable options count as settings.
        if let name = method.extendableName, case .integer(let value)? = with.removeValue(forKey: name) {
            (extent, extentName) = (value, name)
        }
        var parts: [String: JSONValue] = [
            "stage": .string(StageReference.path(stage: stage.name, method: method.name)),
            "verb": .string(stage.verb.rawValue), "noun": .string(method.subject.entry.info.name),
            "with": .object(with), "seed": .string(String(scenario.seed)), "output": output.json,
        ]
        if let training = method.training { parts["on"] = training.on.resolved }
        if let component = method.method { parts[component.entry.role.name] = component.resolved }
        if let fallback = method.fallback { parts["fallback"] = fallback.resolved }
        if let split = method.samples?.split, !split.isEmpty {
            parts["split"] = .object(Dictionary(split.map { ($0.name, .integer($0.count)) }) { first, _ in first })
        }
        var inputs: [String: JSONValue] = [:]
        for file in method.inputFiles { inputs[file.written] = .string(try digest(of: file)) }
        for reference in method.stageReferences {
            inputs["stage \(reference.path)"] = upstream(reference).map { .string($0) } ?? .null
        }
        if !inputs.isEmpty { parts["inputs"] = .object(inputs) }
        var code: [String: JSONValue] = ["core": .string(CoreBuild.current.fingerprintText)]
        for plugin in method.plugins {
            code["plugin \(plugin.name)"] = .string(try digest(ofFile: plugin.path, location: nil))
        }
        return ResultKey(parts: .object(parts), code: .object(code), extent: extent, extentName: extentName)
    }

    private func digest(of file: InputFile) throws -> String { try digest(ofFile: file.path, location: file.location) }

    private func digest(ofFile path: String, location: SourceLocation?) throws -> String {
        do {
            return try digests.digest(ofFile: path)
        } catch {
            throw Diagnostics("\(error)", at: location, help: "check the path; it is relative to the scenario's folder")
        }
    }
}

extension Scenario {
    /// The digests of the results' keys by place, as far as they are known before anything has run: results of other
    /// stages count as not there.
    ///
    /// - Throws: `Diagnostics` for an input file that can't be read.
    public func keyDigests() throws -> [String: String] {
        let maker = KeyMaker(self)
        var digests: [String: String] = [:]
        for stage in stages {
            guard case .methods(let methods, let output, _) = stage.work else { continue }
            for method in methods {
                let key = try maker.key(for: method, of: stage, output: output) { _ in nil }
                digests[StageReference.path(stage: stage.name, method: method.name)] = key.digest
            }
        }
        return digests
    }
}

/// Digests of files, each read once.
final class FileDigests {
    private var known: [String: String] = [:]

    func digest(ofFile path: String) throws -> String {
        if let digest = known[path] { return digest }
        let digest = try Digest(ofFile: path).description
        known[path] = digest
        return digest
    }
}

extension OutputRequest {
    var json: JSONValue {
        [
            "fields": fields.map { .array($0.map { .string($0) }) } ?? "all",
            "every": every.map { .integer($0) } ?? .null,
            "probes": .array(probes.map { .array($0.map { .number($0) }) }),
            "compression": .integer(compression), "precision": .string(precision.rawValue),
        ]
    }
}
