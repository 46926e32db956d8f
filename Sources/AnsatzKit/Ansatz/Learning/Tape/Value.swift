/// What an operation on a ``Tape`` gives, or takes: numbers of one shape for each sample, or one such array for all.
public struct Value: Hashable, Sendable {
    /// Its place on the tape.
    let number: Int
    /// The extents for one sample, slowest first; empty for a single number. No extent stands for the samples.
    public let shape: [Int]
    /// Whether it is one array for all samples: a parameter, a constant, or what follows from these alone.
    public let isShared: Bool

    /// The numbers of one sample.
    public var count: Int { shape.reduce(1, *) }
}
