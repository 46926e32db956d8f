/// A component as the registry knows it: what it is, whose it is, and how to make one.
public struct ComponentEntry: Sendable {
    public let role: ComponentRole
    public let info: ComponentInfo
    /// The plugin that brought it.
    public let plugin: PluginIdentity
    public let keys: [KeyDescription]
    /// What a solver or integrator takes.
    public let takes: StatementKind?
    /// What a problem offers.
    public let offers: [StatementKind]

    let codec: any ComponentCodec

    /// Whether it is an operator that is told the matrix whose inverse it approximates.
    public var isPreconditioner: Bool { codec.componentType is any Preconditioner.Type }
    /// Whether it is an operator with weights, which `train` may be asked of.
    public var isTrainable: Bool { codec.componentType is any TrainableOperator.Type }
    /// Whether it is a problem with one answer, of which `solve` may be asked.
    public var isStationary: Bool { codec.componentType is any StationaryProblem.Type }
    /// Whether it is a problem of many systems, of which `solve` may be asked.
    public var isSequence: Bool { codec.componentType is any SequenceProblem.Type }
    /// Whether `integrate` may be asked of it.
    public var isTransient: Bool { codec.componentType is any TransientProblem.Type }
}

/// The plugin that a component came from.
public struct PluginIdentity: Hashable, Sendable {
    public var name: String
    public var version: String
    public var path: String

    public init(name: String, version: String, path: String) {
        self.name = name
        self.version = version
        self.path = path
    }
}

/// What needs a component's type: kept behind one existential, made once at registration.
protocol ComponentCodec: Sendable {
    var componentType: any Component.Type { get }
    func decode(
        _ setting: Setting?, of owner: String, at place: SourceLocation?, with decoder: OptionDecoder
    ) -> (options: any ComponentOptions, tuned: [TunedOption])
    func resolved(_ options: any ComponentOptions) -> [String: JSONValue]
    func make(_ options: any ComponentOptions) throws -> any Component
    /// A cell for a solver; `nil` for other roles.
    func makeSolverCell(_ options: any ComponentOptions) throws -> (any SolverCell)?
}

struct TypedCodec<C: Component>: ComponentCodec {
    var componentType: any Component.Type { C.self }

    func decode(
        _ setting: Setting?, of owner: String, at place: SourceLocation?, with decoder: OptionDecoder
    ) -> (options: any ComponentOptions, tuned: [TunedOption]) {
        let result = decoder.decode(C.Options.self, from: setting, of: owner, at: place)
        return (result.options, result.tuned)
    }

    func resolved(_ options: any ComponentOptions) -> [String: JSONValue] {
        guard let options = options as? C.Options else { return [:] }
        return Dictionary(
            C.Options.keys.map { ($0.description.name, $0.resolved(options)) }, uniquingKeysWith: { first, _ in first })
    }

    func make(_ options: any ComponentOptions) throws -> any Component { C(options: try typed(options)) }

    func makeSolverCell(_ options: any ComponentOptions) throws -> (any SolverCell)? { nil }

    fileprivate func typed(_ options: any ComponentOptions) throws -> C.Options {
        guard let typed = options as? C.Options else {
            throw ComputationError.unsuitable("options of another type than \(C.Options.self)", help: nil)
        }
        return typed
    }
}

struct SolverCodec<S: Solver>: ComponentCodec {
    private let base = TypedCodec<S>()
    private let makeCall: @Sendable (SolverBox<S>) -> SolverCall

    init(makeCall: @escaping @Sendable (SolverBox<S>) -> SolverCall) { self.makeCall = makeCall }

    var componentType: any Component.Type { S.self }

    func decode(
        _ setting: Setting?, of owner: String, at place: SourceLocation?, with decoder: OptionDecoder
    ) -> (options: any ComponentOptions, tuned: [TunedOption]) {
        base.decode(setting, of: owner, at: place, with: decoder)
    }

    func resolved(_ options: any ComponentOptions) -> [String: JSONValue] { base.resolved(options) }

    func make(_ options: any ComponentOptions) throws -> any Component { try base.make(options) }

    func makeSolverCell(_ options: any ComponentOptions) throws -> (any SolverCell)? {
        TypedSolverCell(S(options: try base.typed(options)), makeCall: makeCall)
    }
}
