import Ansatz

/// Methods that claim success and have none.
let plugin = Plugin("dishonest", version: "1.0.0") {
    LyingSolver.self
    RelaxedLyingSolver.self
    NearlySolver.self
    LyingIntegrator.self
    OverreachingTuner.self
    LyingGenerator.self
}
