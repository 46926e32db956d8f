/// The affine map between a variable's physical values x and those that a network sees, (x - shift) / scale.
public struct Normalizer: Equatable, Sendable, Codable {
    public let kind: NormalizationKind
    /// One number, one a component (which are then the last dimension), or one a point.
    public let shift: Tensor<Double>
    /// In the shape of ``shift``; nowhere 0.
    public let scale: Tensor<Double>

    /// - Throws: ``ShapeMismatch`` where the two have different shapes or a scale is 0 or not finite.
    public init(_ kind: NormalizationKind, shift: Tensor<Double>, scale: Tensor<Double>) throws {
        guard shift.shape == scale.shape, shift.elements.allSatisfy(\.isFinite),
            scale.elements.allSatisfy({ $0.isFinite && $0 != 0 })
        else {
            throw ShapeMismatch(
                "a normaliser with shifts of shape \(shift.shape) and scales of shape \(scale.shape) that are not all "
                    + "finite, or 0")
        }
        self.kind = kind
        self.shift = shift
        self.scale = scale
    }

    /// Leaves everything as it is.
    public static let identity = Normalizer()

    private init() {
        kind = .none
        shift = Tensor(repeating: 0, shape: [])
        scale = Tensor(repeating: 1, shape: [])
    }

    /// Whether it can be used for the same variable on another grid.
    public var isGridIndependent: Bool { kind != .points }

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where it was fitted to a variable of another shape.
    public func check(fits variable: SampleVariable) throws {
        let shape = variable.shape
        if shift.count == 1 || shift.shape == shape || (kind != .points && shift.shape == shape.suffix(1)) { return }
        throw ComputationError.unsuitable(
            "'\(variable.name)' of shape \(shape) can't be normalised as the model wants: its normaliser "
                + "('\(kind.rawValue)') is of shape \(shift.shape)",
            help: kind == .points
                ? "a model that shall work on other grids is trained with 'normalize: fields'" : nil)
    }

    /// The numbers for each of `count` values of a sample, or one for all.
    func expanded(_ tensor: Tensor<Double>, to count: Int) -> [Double] {
        let elements = tensor.elements
        return elements.count == 1 ? elements : (0..<count).map { elements[$0 % elements.count] }
    }
}
