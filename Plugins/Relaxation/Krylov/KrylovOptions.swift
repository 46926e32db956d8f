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

/// Those of methods with a slot for an operator that approximates A⁻¹.
protocol PreconditionedOptions: KrylovOptions {
    var preconditioner: ComponentChoice<any Operator>? { get set }
}

extension PreconditionedOptions {
    /// - Parameter kind: what the method takes, such as "a symmetric positive definite operator".
    static func preconditionedKeys(_ kind: String) -> [Key<Self>] {
        krylovKeys + [
            Key("preconditioner", \.preconditioner, help: "\(kind) that approximates the inverse of the matrix")
        ]
    }
}
