import Ansatz
import Foundation

// Times solvers on a matrix from a Matrix Market file, with the plugins' own libraries and nothing around them. Each
// repetition makes the solver anew, so that its set-up is counted; then it solves once more, with the set-up kept.
//
//     SparseSolvers LIBRARIES MATRIX REPETITIONS SOLVER [key=value ...]
//
// LIBRARIES are separated by colons. A key with a dot belongs to an option that is a component: preconditioner=amg,
// preconditioner.strength=0.1. Prints the seconds of reading; then for each repetition the seconds of set-up and solve, of
// the solve alone, and the iterations. ANSATZ_CLASS says what the matrix is, ANSATZ_THREADS how many threads. A solve that reaches its iteration limit counts too: sweeps are timed that way.

let arguments = CommandLine.arguments
guard arguments.count >= 5, let repetitions = Int(arguments[3]) else {
    print("usage: SparseSolvers LIBRARIES MATRIX REPETITIONS SOLVER [key=value ...]")
    exit(64)
}

func text(_ text: String) -> Setting { Setting(.scalar(text, isQuoted: false), at: nil) }

func mapping(_ entries: [(String, Setting)]) -> Setting {
    Setting(.mapping(entries.map { Setting.Entry(key: $0.0, keyLocation: nil, value: $0.1) }), at: nil)
}

func options(_ words: [String]) -> Setting {
    var plain: [(String, Setting)] = []
    var nested: [String: [(String, Setting)]] = [:]
    let pairs = words.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }.filter { $0.count == 2 }
    for pair in pairs {
        let parts = pair[0].split(separator: ".").map(String.init)
        if parts.count == 2 { nested[parts[0], default: []].append((parts[1], text(pair[1]))) }
    }
    for pair in pairs where !pair[0].contains(".") {
        let inner = nested[pair[0]]
        plain.append((pair[0], inner.map { mapping([(pair[1], mapping($0))]) } ?? text(pair[1])))
    }
    return mapping(plain)
}

var registry = Registry()
for library in arguments[1].split(separator: ":") {
    guard let handle = dlopen(String(library), RTLD_NOW | RTLD_LOCAL),
        let symbol = dlsym(handle, "ansatz_plugin_register")
    else {
        print("can't open \(library)")
        exit(1)
    }
    let function = unsafeBitCast(symbol, to: (@convention(c) (UnsafeMutableRawPointer) -> Void).self)
    let registered = try PluginRegistration.collect(path: String(library)) { function($0) }
    for entry in registered?.entries ?? [] { try registry.add(entry) }
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
}

let threads = Int(ProcessInfo.processInfo.environment["ANSATZ_THREADS"] ?? "") ?? 1
let run = RunContext(seed: 0, stage: "bare", threads: Threads(threads))
let decoder = OptionDecoder(registry: registry, baseDirectory: ".")
let posed = ConfiguredComponent.decode(
    "sparse_matrix",
    options: mapping([
        ("matrix", text(arguments[2])), ("source", text("random")), ("find_bound", text("false")),
        ("class", text(ProcessInfo.processInfo.environment["ANSATZ_CLASS"] ?? "auto")),
    ]), at: nil, as: .problem, with: decoder)
let chosen = ConfiguredComponent.decode(
    arguments[4], options: options(Array(arguments[5...])), at: nil, as: .solver, with: decoder)
for diagnostic in decoder.diagnostics { print(diagnostic.message) }
guard var problem = try posed?.make() as? any StationaryProblem, let chosen else { exit(1) }

func solve<S: Solver>(_ solver: inout S, _ system: any LinearSystem, _ run: RunContext) throws -> Int {
    guard let statement = system as? S.Statement else { return -1 }
    var x = Tensor<Double>(shape: system.shape)
    do {
        return try solver.solve(statement, into: &x, run).iterations
    } catch ComputationError.notConverged(_, let iterations, _, _) {
        return iterations
    }
}

func repetition<S: Solver>(_ prototype: S, _ system: any LinearSystem, _ run: RunContext) throws {
    var (solver, iterations) = (prototype, 0)
    try solver.prepare(run)
    let first = try seconds { iterations = try solve(&solver, system, run) }
    let second = try seconds { _ = try solve(&solver, system, run) }
    print(first, second, iterations)
}

do {
    try problem.prepare(run)
    var statement: (any LinearSystem)?
    let reading = try seconds { statement = try problem.system(run) }
    guard let system = statement else { exit(1) }
    print("read", reading)
    for _ in 0..<repetitions {
        guard let solver = try chosen.make() as? any Solver else { exit(1) }
        try repetition(solver, system, run)
    }
} catch {
    print("failed:", error)
    exit(1)
}
