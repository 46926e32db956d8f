/// Draws the samples of a dataset, one by one, each from its own random stream.
///
/// If you write one: sample `index` must depend on the options, the seed and `index` alone, never on the samples drawn
/// before it. That makes a dataset the same for any number of threads, resumable in the middle, and extendable.
///
/// The engine checks that samples are finite, of the declared shape, and that their residual keeps the limit. It can't
/// check that residual itself, since it does not know the equation: a generator is its own judge, and a dataset is as
/// good as the generator's arithmetic. Recompute the residual from what you return, never from what a solver says.
public protocol Generator: Component {
    /// The fields of one sample, without values: names, axes, units.
    func layout() throws -> [DatasetLayout.Variable]

    /// Draws one sample: a tensor for each field of ``layout()``, in order, with the residual that was freshly computed
    /// for it.
    mutating func sample(_ index: Int, _ random: inout RandomStream, _ run: RunContext) throws -> GeneratedSample

    /// The largest residual that a sample may have; a larger one fails the stage.
    var residualLimit: Double { get }
}

/// One sample of a dataset.
public struct GeneratedSample: Sendable {
    public var values: [Tensor<Double>]
    /// The relative residual of the discrete equations, recomputed from `values`.
    public var residual: Double

    public init(values: [Tensor<Double>], residual: Double) {
        self.values = values
        self.residual = residual
    }
}
