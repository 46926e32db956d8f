import Ansatz

/// Where a sample of Darcy flow has its values, and how it is discretized.
enum DarcyConvention: String, OptionChoice {
    /// At the cells' corners, walls included, where u is exactly 0; harmonic means at faces, right where a jumps.
    case nodes
    /// As the script behind the published data does it, for comparison with it; see ``PublishedDarcy``.
    case published
}

/// A permeability with the pressure that it gives.
struct DarcySample {
    var permeability: Tensor<Double>
    /// At all points; `nil` where it is the same in all samples.
    var source: Tensor<Double>?
    var pressure: Tensor<Double>
    /// Of the linear system, recomputed.
    var residual: Double
}

/// Poses and solves Darcy flow on one grid, sample after sample.
protocol DarcySampling {
    /// Of both fields.
    var axes: [Axis] { get }

    /// Depends on the stream alone.
    mutating func sample(_ random: inout RandomStream, _ solver: BoundSolver, _ run: RunContext) throws -> DarcySample
}
