import Ansatz
import Foundation

// Times networks of the plugins' own libraries on random data, with nothing around them.
//
//     NeuralOperators LIBRARIES REQUEST
//
// LIBRARIES are separated by colons. REQUEST is JSON, and so is the answer:
//
//     { "operator": { "mgno": {} }, "shape": [64, 64], "batch": 8, "threads": 2, "repeats": 20, "folder": "/tmp/x" }
//
// Answers seconds of each training step (mean squared error, gradient, Adam) and of each inference of a batch, bytes held by
// arrays and at most by the process, and the number of parameters. With a "folder" there are also the model with its first
// weights, `model.h5`, and the data and the answers for one batch in raw float32: `inputs`, `outputs`.

struct Failure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

func registry(_ libraries: String) throws -> Registry {
    var registry = Registry()
    for library in libraries.split(separator: ":").map(String.init) {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL),
            let symbol = dlsym(handle, "ansatz_plugin_register")
        else { throw Failure("can't open \(library)") }
        let function = unsafeBitCast(symbol, to: (@convention(c) (UnsafeMutableRawPointer) -> Void).self)
        let registered = try PluginRegistration.collect(path: library) { function($0) }
        for entry in registered?.entries ?? [] { try registry.add(entry) }
    }
    return registry
}

do {
    guard CommandLine.arguments.count == 3,
        let request = try JSONSerialization.jsonObject(with: Data(CommandLine.arguments[2].utf8)) as? [String: Any]
    else { throw Failure("usage: NeuralOperators LIBRARIES REQUEST") }
    let decoder = OptionDecoder(registry: try registry(CommandLine.arguments[1]), baseDirectory: ".")
    let answer = try TimedNetwork(request, decoder: decoder).answer()
    print(String(decoding: try JSONSerialization.data(withJSONObject: answer, options: .sortedKeys), as: UTF8.self))
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
