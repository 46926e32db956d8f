import Ansatz

/// Methods that claim success and have none.
@c(ansatz_plugin_register)
public func register(_ host: UnsafeMutableRawPointer) {
    Plugin.register(host, name: "dishonest", version: "1.0.0") { plugin in
        try plugin.add(LyingSolver.self)
        try plugin.add(RelaxedLyingSolver.self)
        try plugin.add(NearlySolver.self)
        try plugin.add(LyingIntegrator.self)
        try plugin.add(OverreachingTuner.self)
        try plugin.add(LyingGenerator.self)
    }
}
