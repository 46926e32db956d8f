import Ansatz

/// How several outputs share networks.
enum OutputSharing: String, Sendable, OptionChoice {
    /// Each output has a branch and a trunk of its own.
    case independent
    /// One branch and one trunk, whose last layers have a part for each output.
    case split
    /// One branch with a part for each output; all outputs share the trunk's functions.
    case splitBranch = "split_branch"
    /// One trunk with a part for each output; all outputs share the branch's coefficients.
    case splitTrunk = "split_trunk"

    var sharesBranch: Bool { self != .independent }
    var sharesTrunk: Bool { self != .independent }
    var splitsBranch: Bool { self == .split || self == .splitBranch }
    var splitsTrunk: Bool { self == .split || self == .splitTrunk }
}

/// Where the functions come from that branches give coefficients of.
enum BasisKind: String, Sendable, OptionChoice {
    /// A network of the coordinates.
    case trunk
    /// Principal components of the training outputs.
    case pod
}

/// What weights are drawn from; biases start at 0.
enum WeightDistribution: String, Sendable, OptionChoice {
    case glorotNormal = "glorot_normal"
    case glorotUniform = "glorot_uniform"
    case heNormal = "he_normal"

    func initialization(_ inputs: Int, _ outputs: Int) -> Initialization {
        switch self {
        case .glorotNormal: .glorotNormal(inputs, outputs)
        case .glorotUniform: .glorotUniform(inputs, outputs)
        case .heNormal: .heNormal(inputs)
        }
    }
}

struct DeepONetOptions: ComponentOptions {
    var branch = [64, 64, 64]
    var convolutions: [Int] = []
    var kernel = 5
    var trunk = [64, 64, 64]
    var activation = Activation.gelu
    var trunkActivation: Activation?
    var initialization = WeightDistribution.glorotNormal
    var basis = BasisKind.trunk
    var modes = 32
    var coordinates: String?
    var harmonics = 2
    var outputs = OutputSharing.split
    var zeroWalls: [String] = []

    static let keys: [Key<Self>] = [
        Key(
            "branch", \.branch, range: .closed(1, 1_000_000),
            help: "Widths of the branch's layers, of which the last is the number of functions (not with pod)"),
        Key(
            "convolutions", \.convolutions, range: .closed(1, 256),
            help: "Channels of convolutions with stride 2 before the branch's layers, for inputs on a plane"
        ),
        Key("kernel", \.kernel, range: .closed(1, 11), help: "Points of these convolutions along each axis, odd"),
        Key(
            "trunk", \.trunk, range: .closed(1, 1_000_000),
            help: "Widths of the trunk's layers; the last as the branch's"),
        Key("activation", \.activation, help: "Between layers, and after the trunk's last; not after the branch's"),
        Key("trunk_activation", \.trunkActivation, help: "Another one for the trunk"),
        Key("initialization", \.initialization, help: "What weights are drawn from; biases start at 0"),
        Key("basis", \.basis, help: "Functions by a trunk, or principal components of the training outputs"),
        Key("modes", \.modes, range: .atLeast(1), help: "Principal components, with 'basis: pod'"),
        Key(
            "coordinates", \.coordinates,
            help: "The input that holds the points of each sample's outputs, where these are not on one grid"),
        Key(
            "harmonics", \.harmonics, range: .closed(1, 64),
            help: "Waves by which the trunk sees a periodic axis: sin and cos of so many"),
        Key("outputs", \.outputs, help: "What several outputs share"),
        Key(
            "zero_walls", \.zeroWalls,
            help: "Where outputs are 0 whatever the weights: 'x' for both ends of that axis, 'x-' or 'x+' for one"),
    ]

    func conflicts() -> [OptionConflict] {
        var conflicts: [OptionConflict] = []
        if branch.isEmpty { conflicts.append(OptionConflict("branch", "'branch' needs at least one layer")) }
        if kernel % 2 == 0 {
            conflicts.append(
                OptionConflict("kernel", "a stencil of \(kernel) points has no middle", help: "use 3 or 5"))
        }
        if convolutions.count > 12 {
            conflicts.append(
                OptionConflict(
                    "convolutions", "each of the \(convolutions.count) convolutions halves the points along each axis",
                    help: "use 2 to 4"))
        }
        if trunk.isEmpty { conflicts.append(OptionConflict("trunk", "'trunk' needs at least one layer")) }
        if basis == .trunk, let last = branch.last, let other = trunk.last, last != other {
            conflicts.append(
                OptionConflict(
                    "trunk", "the branch ends with \(last) coefficients, the trunk with \(other) functions",
                    help: "give both the same last width"))
        }
        if basis == .pod, coordinates != nil {
            conflicts.append(
                OptionConflict(
                    "basis", "principal components need outputs on one grid, and 'coordinates' says they are not",
                    help: "set 'basis' to trunk"))
        }
        if coordinates != nil, !zeroWalls.isEmpty {
            conflicts.append(
                OptionConflict("zero_walls", "'zero_walls' needs outputs on one grid", help: "remove 'zero_walls'"))
        }
        for wall in zeroWalls where !["", "-", "+"].contains(String(wall.drop { $0 != "-" && $0 != "+" })) {
            conflicts.append(
                OptionConflict("zero_walls", "'\(wall)' is no wall", help: "write x, x- or x+, with the axis' name"))
        }
        return conflicts
    }
}
