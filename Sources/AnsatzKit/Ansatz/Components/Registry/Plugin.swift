/// What a plugin's registration function talks to.
///
/// A plugin is a dynamic library with one exported function:
///
/// ```swift
/// @c(ansatz_plugin_register)
/// public func register(_ host: UnsafeMutableRawPointer) {
///     Plugin.register(host, name: "relaxation", version: "1.0.0") { plugin in
///         try plugin.add(SuccessiveOverRelaxation.self)
///     }
/// }
/// ```
public final class Plugin {
    /// Its own name, version and the file it was loaded from.
    public private(set) var identity: PluginIdentity
    private var added: [ComponentEntry] = []
    private var failure: (any Error)?
    private var isRegistered = false

    private init(path: String) { identity = PluginIdentity(name: "", version: "", path: path) }

    /// Registers what `body` adds. An error that it throws makes this plugin unavailable, and no other.
    public static func register(
        _ host: UnsafeMutableRawPointer, name: String, version: String, _ body: (Plugin) throws -> Void
    ) {
        let plugin = Unmanaged<Plugin>.fromOpaque(host).takeUnretainedValue()
        plugin.identity.name = name
        plugin.identity.version = version
        plugin.isRegistered = true
        do { try body(plugin) } catch { plugin.failure = error }
    }

    @inlinable
    public func add<S: Solver>(_ type: S.Type) throws { try add(type) { $0.makeCall() } }

    @usableFromInline
    func add<S: Solver>(_ type: S.Type, makeCall: @escaping @Sendable (SolverBox<S>) -> SolverCall) throws {
        try add(type, role: .solver, takes: S.takes, codec: SolverCodec<S>(makeCall: makeCall))
    }

    public func add<I: Integrator>(_ type: I.Type) throws {
        try add(type, role: .integrator, takes: I.takes, codec: TypedCodec<I>())
    }

    public func add<P: Problem>(_ type: P.Type) throws {
        try add(type, role: .problem, offers: P.offers, codec: TypedCodec<P>())
    }

    public func add<T: Tuner>(_ type: T.Type) throws { try add(type, role: .tuner, codec: TypedCodec<T>()) }

    public func add<G: Generator>(_ type: G.Type) throws { try add(type, role: .generator, codec: TypedCodec<G>()) }

    public func add<O: Operator>(_ type: O.Type) throws { try add(type, role: .operator, codec: TypedCodec<O>()) }

    public func add<M: FieldMetric>(_ type: M.Type) throws { try add(type, role: .metric, codec: TypedCodec<M>()) }

    public func add<S: Stage>(_ type: S.Type) throws { try add(type, role: .stage, codec: TypedCodec<S>()) }

    private func add<C: Component>(
        _ type: C.Type, role: ComponentRole, takes: StatementKind? = nil, offers: [StatementKind] = [],
        codec: any ComponentCodec
    ) throws {
        added.append(
            ComponentEntry(
                role: role, info: C.info, plugin: identity, keys: C.Options.keys.map(\.description), takes: takes,
                offers: offers, codec: codec))
    }

    /// Runs a registration function and gives what it added.
    ///
    /// - Throws: what the function's body threw.
    public static func collect(
        path: String, from function: (UnsafeMutableRawPointer) -> Void
    ) throws -> (identity: PluginIdentity, entries: [ComponentEntry])? {
        let plugin = Plugin(path: path)
        withExtendedLifetime(plugin) { function(Unmanaged.passUnretained(plugin).toOpaque()) }
        if let failure = plugin.failure { throw failure }
        return plugin.isRegistered ? (plugin.identity, plugin.added) : nil
    }
}
