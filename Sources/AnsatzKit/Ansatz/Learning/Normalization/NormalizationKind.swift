/// How a variable is brought to the size that networks work well with.
public enum NormalizationKind: String, Hashable, Sendable, Codable, OptionChoice {
    /// As it is.
    case none
    /// Less its mean, over its standard deviation: one of each for a variable, or for each of its components.
    case fields
    /// The same with a mean and a deviation of each point, to which 10⁻⁵ is added. Binds the network to the grid.
    case points
    /// From its least and largest value to -1 and 1.
    case range
}
