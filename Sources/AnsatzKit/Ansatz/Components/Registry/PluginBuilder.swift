/// Turns the list of types in a ``Plugin`` into its components.
@resultBuilder
public enum PluginBuilder {
    /// A solver. Inlined into the plugin, where the compiler knows the solver's type and specialises its calls.
    @inlinable
    public static func buildExpression<S: Solver>(_ type: S.Type) -> PluginComponent {
        PluginComponent(solver: type) { $0.makeCall() }
    }

    public static func buildExpression<I: Integrator>(_ type: I.Type) -> PluginComponent {
        PluginComponent(type, .integrator, takes: I.takes, codec: TypedCodec<I>())
    }

    public static func buildExpression<P: Problem>(_ type: P.Type) -> PluginComponent {
        PluginComponent(type, .problem, offers: P.offers, codec: TypedCodec<P>())
    }

    public static func buildExpression<T: Tuner>(_ type: T.Type) -> PluginComponent {
        PluginComponent(type, .tuner, codec: TypedCodec<T>())
    }

    public static func buildExpression<G: Generator>(_ type: G.Type) -> PluginComponent {
        PluginComponent(type, .generator, codec: TypedCodec<G>())
    }

    public static func buildExpression<O: Operator>(_ type: O.Type) -> PluginComponent {
        PluginComponent(type, .operator, codec: TypedCodec<O>())
    }

    public static func buildExpression<M: FieldMetric>(_ type: M.Type) -> PluginComponent {
        PluginComponent(type, .metric, codec: TypedCodec<M>())
    }

    public static func buildExpression<S: Stage>(_ type: S.Type) -> PluginComponent {
        PluginComponent(type, .stage, codec: TypedCodec<S>())
    }

    public static func buildBlock(_ components: PluginComponent...) -> [PluginComponent] { components }
}

/// A component in the declaration of its ``Plugin``.
public struct PluginComponent: Sendable {
    let entry: @Sendable (PluginIdentity) -> ComponentEntry

    @usableFromInline
    init<S: Solver>(solver type: S.Type, makeCall: @escaping @Sendable (SolverBox<S>) -> SolverCall) {
        self.init(type, .solver, takes: S.takes, codec: SolverCodec<S>(makeCall: makeCall))
    }

    init<C: Component>(
        _ type: C.Type, _ role: ComponentRole, takes: StatementKind? = nil, offers: [StatementKind] = [],
        codec: any ComponentCodec
    ) {
        entry = { plugin in
            ComponentEntry(
                role: role, info: C.info, plugin: plugin, keys: C.Options.keys.map(\.description), takes: takes,
                offers: offers, codec: codec)
        }
    }
}
