import Ansatz
import Foundation

/// A component at one set of good values.
struct Subject: Sendable {
    let entry: ComponentEntry
    let values: GoodValues
    let registry: Registry
    /// Tells it from the same component at other values.
    let suffix: String

    var name: String { "\(entry.role.name) '\(entry.info.name)'\(suffix)" }

    /// The component with its good values.
    ///
    /// - Parameter changes: options that differ from the good values.
    /// - Throws: ``ContractViolation`` where the options are refused.
    func configured(_ changes: [String: JSONValue] = [:]) throws -> ConfiguredComponent {
        var members = values.options.object ?? [:]
        for key in entry.keys where key.isRequired && members[key.name] == nil {
            members[key.name] = ModelComponents.value(for: key.type)
        }
        for (name, value) in changes { members[name] = value }
        return try decoded(.object(members))
    }

    /// The component with options as a scenario would give them.
    func decoded(_ options: JSONValue?) throws -> ConfiguredComponent {
        let decoder = OptionDecoder(registry: registry, baseDirectory: FileManager.default.currentDirectoryPath)
        let configured = ConfiguredComponent.decode(
            entry.info.name, options: options.map { Setting($0) }, at: nil, as: entry.role, with: decoder)
        guard let configured, decoder.diagnostics.isEmpty else {
            let reasons = decoder.diagnostics.map { $0.message + ($0.help.map { " (\($0))" } ?? "") }
            throw ContractViolation("its options are refused: \(reasons.joined(separator: "; "))")
        }
        return configured
    }

    /// A context like the one that a scheduler would give.
    func context(
        seed: UInt64 = 7, stage: String = "contract", threads: Threads = .one, saved: SavedWork? = nil,
        cancellation: @escaping @Sendable () -> Bool = { false }
    ) -> RunContext {
        RunContext(
            seed: seed, stage: stage, threads: threads, savedStates: saved?.bound ?? [],
            cancellation: cancellation, resolveStage: { _ in try ModelFields.file() })
    }

    /// Work for the component, at a size.
    func exercise(
        _ scale: WorkScale, _ run: RunContext, saved: SavedWork? = nil, changes: [String: JSONValue] = [:]
    ) throws -> any Exercise {
        let component = try configured(changes)
        switch entry.role {
        case .solver: return try SolverExercise(component, scale, run, limit: values.residualLimit)
        case .integrator:
            return try IntegratorExercise(
                component, takes: entry.takes, scale, run, saved: saved, limit: values.residualLimit)
        case .tuner: return try TunerExercise(component, run, saved: saved)
        case .generator: return try GeneratorExercise(component, run, saved: saved)
        case .operator where entry.isPreconditioner:
            return try PreconditionerExercise(component, scale, run, saved: saved)
        case .operator where entry.isTrainable:
            return try TrainingExercise(component, scale, run, saved: saved, inputs: values.inputs)
        case .operator: return try OperatorExercise(component, scale, run, saved: saved, inputs: values.inputs)
        case .metric: return try MetricExercise(component, scale, run)
        case .stage: return try StageExercise(component, run)
        case .problem where entry.isStationary: return try StationaryExercise(component, run)
        case .problem where entry.isTransient: return try TransientExercise(component, run)
        case .problem where entry.isSequence: return try SequenceExercise(component, run)
        default:
            throw ContractViolation(
                "it is neither a stationary nor a transient problem nor a sequence, so no verb asks it")
        }
    }

    /// What each of the first `count` calls gives; all calls where no count is named.
    func outcomes(
        _ scale: WorkScale, seed: UInt64 = 7, threads: Threads = .one, count: Int? = nil
    ) throws -> [Outcome] {
        var exercise = try exercise(scale, context(seed: seed, threads: threads))
        return try (0..<(count ?? exercise.calls)).map { try exercise.call($0) }
    }
}
