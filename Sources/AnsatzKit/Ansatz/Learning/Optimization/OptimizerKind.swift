/// Which form of Adam moves the weights.
public enum OptimizerKind: String, Hashable, Sendable, Codable, OptionChoice {
    /// D. P. Kingma and J. Ba, ICLR 2015, algorithm 1, with weight decay as an L2 term in the gradient.
    case adam
    /// I. Loshchilov and F. Hutter, ICLR 2019, algorithm 2: decay of the weights apart from the gradient, as PyTorch does
    /// it, before the step.
    case adamw
    /// AdamW as the package neuraloperator 2.0 writes it: ε is added before the second moment's bias is corrected, which
    /// makes it larger in the first steps, and the decay follows the step.
    case adamwNeuraloperator = "adamw_neuraloperator"
}

/// What the second moment of a complex weight is.
public enum ComplexMoments: String, Hashable, Sendable, Codable, OptionChoice {
    /// Real and imaginary part are two real weights: PyTorch since version 1.8.
    case separate
    /// One real number |g|² for both: what implementations of the Fourier neural operator did before, and neuraloperator
    /// does.
    case joint
}
