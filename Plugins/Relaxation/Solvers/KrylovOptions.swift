import Ansatz

/// The options that Krylov methods share: `tolerance` and `max_iterations`.
protocol KrylovOptions: ComponentOptions {
    var tolerance: Double { get set }
    var maxIterations: Int { get set }
}

extension KrylovOptions {
    static var krylovKeys: [Key<Self>] {
        [
            Key(
                "tolerance", \.tolerance, unit: "1", range: .open(0, 1),
                help: "stop when |r| <= tolerance * |b|; 1e-8 is common"),
            Key("max_iterations", \.maxIterations, range: .atLeast(1), help: "iterations after which the solve fails"),
        ]
    }
}
