/// Chooses a parameter again and again, and learns from what each choice cost.
///
/// If you write one: `propose` may draw from the stream it is given and from nothing else, so that a resumed run draws
/// the same. Conform to ``Resumable`` when you learn.
public protocol Tuner: Component {
    /// The smallest and largest value that will ever be proposed; checked against the tuned option's range.
    var proposalRange: ClosedRange<Double> { get }

    /// The next value to try. One that the tuned option does not allow fails the run.
    ///
    /// - Parameters:
    ///   - context: what the problem lets a tuner know before the solve; see ``LinearSystem/context``.
    ///   - random: this tuner's own stream.
    mutating func propose(context: [Double], random: inout RandomStream) -> Double

    /// Learns what `proposal` cost: the number of iterations of the solve that used it.
    mutating func observe(cost: Double, of proposal: Double, context: [Double])
}
