import Ansatz

/// What normalises u after each correction from a coarser level.
enum NormKind: String, OptionChoice {
    case none
    /// Over all channels and points, with weights for each: belongs to one grid.
    case layer
    /// Over the channels of each point.
    case channels
    /// Over the points of each channel.
    case instance

    var featureNorm: FeatureNorm? {
        switch self {
        case .none: nil
        case .layer: .layer
        case .channels: .channels
        case .instance: .instance
        }
    }
}

/// How the last layer's channels become the outputs.
enum OutputKind: String, OptionChoice {
    /// By a linear map of the channels of each point.
    case linear
    /// By that and a constant.
    case affine
}

extension MgNO {
    struct Options: ComponentOptions {
        var layers = 4
        var channels = 24
        var iterations = [1, 1, 1, 1, 1, 2]
        var levels: Int?
        var kernel = 3
        var padding = ConvolutionPadding.zero
        var activation = Activation.gelu
        var norm = NormKind.none
        var residual = false
        var bypass = true
        var bias = false
        var output = OutputKind.linear
        var addsInput = false

        static let keys: [Key<Self>] = [
            Key("layers", \.layers, range: .closed(1, 64), help: "nonlinear layers; 4 or 5 are common"),
            Key("channels", \.channels, range: .closed(1, 256), help: "of every layer and level; 24 is common"),
            Key(
                "iterations", \.iterations,
                help: "smoothing steps a level, finest first; the number of levels is their count"),
            Key(
                "levels", \.levels, range: .closed(1, 30),
                help: "the first so many of 'iterations', the last of them repeated where they are too few"),
            Key("kernel", \.kernel, range: .closed(1, 11), help: "points of a stencil along each axis; 3 or 5"),
            Key(
                "padding", \.padding,
                help: "beyond the edges: zero for given values, circular for periodic fields, reflect for no flux"),
            Key("activation", \.activation, help: "after each layer; identity makes the operator linear"),
            Key(
                "norm", \.norm,
                help: "of u after each correction from a coarser level; layer ties the model to one grid"),
            Key(
                "residual", \.residual,
                help: "coarser levels get f - A u as in multigrid; as published they get f"),
            Key("bypass", \.bypass, help: "a 1x1 convolution with bias beside each cycle"),
            Key("bias", \.bias, help: "in the stencils A and S"),
            Key("output", \.output, help: "from the last layer's channels to the outputs, at each point"),
            Key(
                "adds_input", \.addsInput,
                help: "the network gives the change from the first inputs, as for a step in time"),
        ]

        func conflicts() -> [OptionConflict] {
            var found: [OptionConflict] = []
            if kernel % 2 == 0 {
                found.append(
                    OptionConflict("kernel", "a stencil of \(kernel) points has no middle", help: "use 3 or 5"))
            }
            if iterations.isEmpty || iterations[0] < 1 || iterations.contains(where: { $0 < 0 || $0 > 100 })
                || iterations.count > 30
            {
                found.append(
                    OptionConflict(
                        "iterations", "\(iterations) are no numbers of smoothing steps",
                        help: "give 1 to 100 for the finest level and 0 to 100 for the others: [1, 1, 1, 1, 1, 2]"))
            }
            return found
        }

        /// Smoothing steps of the levels that are wanted.
        var stepsOfLevels: [Int] {
            guard let levels, let last = iterations.last else { return iterations }
            return (0..<levels).map { $0 < iterations.count ? iterations[$0] : last }
        }
    }
}
