/// What the component of a new plugin is to be.
public enum PluginKind: String, CaseIterable, Sendable {
    case solver, `operator`, integrator, tuner, generator, problem
}
