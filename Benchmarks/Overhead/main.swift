import Ansatz
import Foundation

// The heat equation of examples/heat-sor-bandit.yaml as a bare loop over the kernels in the plugin's own library: no
// scheduler, no record of the steps, no progress, no output. With `checked`, the loop also asks the problem for each
// step's residual, as the framework does. Prints the method, its iterations and its seconds.
//
//     Overhead libRelaxation.so cg|ssor_cg CELLS STEPS [checked]

let arguments = CommandLine.arguments
guard arguments.count >= 5, let steps = Int(arguments[4]) else {
    print("usage: Overhead libRelaxation.so cg|ssor_cg CELLS STEPS [checked]")
    exit(64)
}

func text(_ text: String) -> Setting { Setting(.scalar(text, isQuoted: false), at: nil) }

func mapping(_ entries: [(String, Setting)]) -> Setting {
    Setting(.mapping(entries.map { Setting.Entry(key: $0.0, keyLocation: nil, value: $0.1) }), at: nil)
}

func components(of library: String) throws -> Registry {
    var registry = Registry()
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL), let symbol = dlsym(handle, "ansatz_plugin_register")
    else { return registry }
    let function = unsafeBitCast(symbol, to: (@convention(c) (UnsafeMutableRawPointer) -> Void).self)
    let registered = try PluginRegistration.collect(path: library) { function($0) }
    for entry in registered?.entries ?? [] { try registry.add(entry) }
    return registry
}

/// The loop: pose the step, solve it, and check it where that is asked for.
func march<S: Solver>(
    _ prototype: S, _ equation: any LinearEvolution, steps: Int, step: Double, isChecked: Bool, _ run: RunContext
) throws -> (iterations: Int, seconds: Double) {
    var solver = prototype
    var state = try equation.initialState()
    // One object serves all steps, so one cast does.
    guard let system = try equation.implicitStep(from: state, time: 0, step: step, theta: 0.5) as? S.Statement else {
        return (0, 0)
    }
    var iterations = 0
    var old = state
    var worst = 0.0
    let start = DispatchTime.now().uptimeNanoseconds
    for index in 0..<steps {
        let time = Double(index) * step
        if isChecked { state.withBuffer { state in old.withMutableBuffer { _ = $0.update(fromContentsOf: state) } } }
        _ = try equation.implicitStep(from: state, time: time, step: step, theta: 0.5)
        iterations += try solver.solve(system, into: &state, run).iterations
        if isChecked {
            worst = max(
                worst, try equation.defect(of: state, from: old, time: time, step: step, scheme: .theta(0.5)) ?? 0)
        }
    }
    return (iterations, Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9)
}

let run = RunContext(seed: 0, stage: "bare", threads: .one)
let decoder = OptionDecoder(registry: try components(of: arguments[1]), baseDirectory: ".")
let cells = Setting(.list([text(arguments[3]), text(arguments[3])]), at: nil)
let problem = ConfiguredComponent.decode(
    "heat", options: mapping([("cells", cells)]), at: nil, as: .problem, with: decoder)
let solver = ConfiguredComponent.decode(arguments[2], options: nil, at: nil, as: .solver, with: decoder)
guard let problem = try problem?.make() as? any TransientProblem, let solver = try solver?.make() as? any Solver,
    let equation = try problem.evolution(run) as? any LinearEvolution
else {
    print("\(arguments[1]) has no heat equation, or no solver '\(arguments[2])'")
    exit(1)
}
let result = try march(
    solver, equation, steps: steps, step: problem.march.step, isChecked: arguments.contains("checked"), run)
print(arguments[2], result.iterations, result.seconds)
