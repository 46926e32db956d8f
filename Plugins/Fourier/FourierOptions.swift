import Ansatz

/// The form of a Fourier block.
enum BlockKind: String, OptionChoice {
    /// σ(K v + W v + b), no activation after the last.
    case original
    /// That of neuraloperator 2: σ(N(M(σ(N(K v + b) + W v)) + g v)) with a network M of the channels, a gate g and norms N.
    case neuraloperator
}

/// The coordinates that the network gets beside the inputs.
enum GridFeatures: String, OptionChoice {
    /// From 0 to 1 with both ends.
    case endpoint
    /// i/n: the end is missing, as on a periodic axis.
    case periodic
    case none
}

/// Where zeros are put around the fields.
enum PaddingSides: String, OptionChoice {
    /// After the last point of each axis.
    case far
    case both
}

/// What the block of neuraloperator normalises twice, each sample by itself.
enum BlockNorm: String, OptionChoice {
    case none
    /// The points of each channel.
    case instance
    /// All channels and points together; then a weight and a bias a channel.
    case group
}

/// The network of both Fourier neural operators.
struct FourierSettings: Sendable {
    var modes = [12]
    var width = 32
    var layers = 4
    var block = BlockKind.original
    var lifting: Int?
    var projection: Int?
    var channelNetwork: Double?
    var norm = BlockNorm.none
    var activation = Activation.gelu
    var grid: GridFeatures?
    var padding = 0.0
    var paddingSides: PaddingSides?
    var separable = false
}

/// What stands in scenarios for both Fourier neural operators.
protocol FourierOptions: ComponentOptions {
    var network: FourierSettings { get set }
}

extension FourierOptions {
    static var networkKeys: [Key<Self>] {
        [
            Key(
                "modes", \.network.modes,
                help:
                    "kept frequencies an axis, slowest axis first; [12] for 12 on all axes. block original keeps so many of each "
                    + "sign, neuraloperator so many in all"),
            Key("width", \.network.width, range: .closed(1, 1024), help: "channels of the blocks; 20 to 64 are common"),
            Key("layers", \.network.layers, range: .closed(1, 64), help: "blocks; 4 is common"),
            Key("block", \.network.block, help: "original, or that of the package neuraloperator 2"),
            Key(
                "lifting", \.network.lifting, range: .closed(0, 16_384),
                help: "width of the hidden layer before the blocks; 0 for none. original: 0, neuraloperator: 2 width"),
            Key(
                "projection", \.network.projection, range: .closed(0, 16_384),
                help: "width of the hidden layer after the blocks; 0 for none. original: 128, neuraloperator: 2 width"),
            Key(
                "channel_network", \.network.channelNetwork, unit: "1", range: .closed(0, 16),
                help: "hidden width of M by that of the block, 0 for no M; 0.5 in neuraloperator"),
            Key(
                "norm", \.network.norm,
                help:
                    "mean 0 and variance 1 after K and after M, of each channel by itself or, with a weight and a bias a channel, "
                    + "of all together; only in block neuraloperator"),
            Key("activation", \.network.activation, help: "between the layers; identity makes the operator affine"),
            Key(
                "grid", \.network.grid,
                help: "coordinates beside the inputs; original: endpoint, neuraloperator: periodic"),
            Key(
                "padding", \.network.padding, unit: "1", range: .closed(0, 1),
                help: "zeros around the fields, as a fraction of their points; 0.1 for fields that are not periodic"),
            Key("padding_sides", \.network.paddingSides, help: "original: far, neuraloperator: both"),
            Key(
                "separable", \.network.separable,
                help: "one weight a channel and frequency, no mixing of channels there"),
        ]
    }

    func networkConflicts() -> [OptionConflict] {
        var conflicts: [OptionConflict] = []
        let modes = network.modes
        if modes.isEmpty || modes.count > 3 || modes.contains(where: { $0 < 1 || $0 > 4096 }) {
            conflicts.append(
                OptionConflict(
                    "modes", "\(modes) are no numbers of frequencies for one to three axes",
                    help: "give 1 to 4096 for each axis: [12, 12]"))
        }
        let ofNeuraloperator = [
            ("channel_network", network.channelNetwork != nil, "network of the channels"),
            ("norm", network.norm != .none, "norm"),
        ]
        for (key, isGiven, part) in ofNeuraloperator where isGiven && network.block == .original {
            conflicts.append(
                OptionConflict(
                    key, "the original block has no \(part)", help: "remove it, or use 'block: neuraloperator'"))
        }
        return conflicts
    }
}
