/// What a normalisation takes mean and variance over, each sample by itself.
public enum FeatureNorm: Hashable, Sendable {
    /// All channels and points; weight and bias for every number of a sample, so that the layer belongs to one grid.
    case layer
    /// The channels of each point; weight and bias for each channel.
    case channels
    /// The points of each channel; weight and bias for each channel.
    case instance
    /// The points of so many channels each; weight and bias for each channel.
    case group(Int)
}
