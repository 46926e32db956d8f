import Ansatz
import Foundation

// Times solvers on grids with the plugins' own libraries and nothing around them.
//
//     LinearSolvers LIBRARIES REQUEST
//
// LIBRARIES are separated by colons. REQUEST is JSON, and so is the answer:
//
//     { "do": "solve", "grid": [1000, 1000], "solver": { "cg": { "preconditioner": "multigrid" } } }
//     { "do": "solve", "problem": { "darcy": { "cells": [128, 128] } }, "seed": 3, "solver": "multigrid" }
//     { "do": "sweeps", "grid": [512, 512], "coefficients": "varying", "sweeps": 400 }
//     { "do": "bandwidth", "numbers": 524288 }
//
// besides "threads" (1) and "repeats" (5). `solve` makes the solver anew for each repetition, so that its set-up is in the
// seconds, and starts from zeros. `sweeps` are those of red-black sor, residual norms included, with what a solve needs
// before and after. A grid is Poisson's equation with a random right-hand side. Each list has one number a repetition; the
// first is to be left out.

struct Failure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

func answer(_ arguments: [String]) throws -> [String: Any] {
    guard arguments.count == 3 else { throw Failure("usage: LinearSolvers LIBRARIES REQUEST") }
    guard let request = try JSONSerialization.jsonObject(with: Data(arguments[2].utf8)) as? [String: Any] else {
        throw Failure("the request is no mapping")
    }
    let subject = Subject(request, decoder: OptionDecoder(registry: try registry(arguments[1]), baseDirectory: "."))
    switch request["do"] as? String {
    case "solve": return try subject.solve()
    case "sweeps": return try subject.sweep()
    case "bandwidth": return subject.bandwidth()
    default: throw Failure("'do' is solve, sweeps or bandwidth")
    }
}

/// The components of the plugins' libraries.
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
    let data = try JSONSerialization.data(withJSONObject: answer(CommandLine.arguments), options: .sortedKeys)
    print(String(decoding: data, as: UTF8.self))
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
