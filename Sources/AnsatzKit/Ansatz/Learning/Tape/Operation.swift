/// One layer-sized step of a network, with its adjoint.
///
/// An operation y = f(x₁, x₂, …) works on arrays of known shapes. Its adjoint gets ȳ, the gradient of the loss with
/// respect to y, and gives x̄ᵢ = (∂f/∂xᵢ)ᵀ ȳ.
///
/// If you write one: keep no state that a call changes, since several threads call one operation at the same time; take
/// work space from the call. Compute each sample by itself (or, in the scope ``OperationScope/batch``, in parts that do
/// not depend on the number of threads), so that results have the same bits for any number of threads. Check the adjoint
/// against differences in `Double`.
public protocol Operation<Scalar>: AnyObject {
    associatedtype Scalar: TensorScalar

    /// For messages and profiles: `gelu`.
    var name: String { get }

    /// The extents of the result for one sample.
    var outputShape: [Int] { get }

    /// Whether a call sees some samples, on one thread, or all at once, on several; `.sample` by default.
    var scope: OperationScope { get }

    /// Which numbers of the forward pass the adjoint reads again; all inputs by default.
    var adjointNeeds: AdjointNeeds { get }

    /// The input in whose memory the result may be written, so that both pointers are equal; none by default.
    var overwritableInput: Int? { get }

    /// The input whose gradient is that of the result, unchanged; none by default. Where both have one memory the
    /// pointers are equal, and the adjoint leaves it alone; else it copies or adds.
    var passedGradient: Int? { get }

    /// Numbers of work space that a call with so many samples needs; 0 by default.
    func workCount(samples: Int) -> Int

    /// Numbers a sample that are kept from the forward pass to the adjoint; 0 by default.
    var savedCount: Int { get }

    /// Whether that is for the adjoint alone, so that a forward pass without one may not write it; false by default.
    var savesForAdjointOnly: Bool { get }

    /// y = f(x₁, x₂, …).
    func forward(_ call: ForwardCall<Scalar>)

    /// x̄ᵢ = (∂f/∂xᵢ)ᵀ ȳ for each input whose gradient is wanted.
    func adjoint(_ call: AdjointCall<Scalar>)
}

extension Operation {
    public var scope: OperationScope { .sample }
    public var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1, 2, 3, 4, 5, 6, 7]) }
    public var overwritableInput: Int? { nil }
    public var passedGradient: Int? { nil }
    public func workCount(samples: Int) -> Int { 0 }
    public var savedCount: Int { 0 }
    public var savesForAdjointOnly: Bool { false }
}

/// How much of a batch a call of an ``Operation`` sees.
public enum OperationScope: Sendable {
    /// A few samples, on one thread. The program calls a run of such operations for the same samples while these are in
    /// the processor's cache.
    case sample
    /// All samples; the operation uses threads itself.
    case batch
}

/// What the adjoint of an ``Operation`` reads again.
public struct AdjointNeeds: Hashable, Sendable {
    /// Inputs whose values it reads. Shared inputs are always there.
    public var inputs: Set<Int>
    /// Whether it reads the result.
    public var output: Bool

    public init(inputs: Set<Int> = [], output: Bool = false) {
        self.inputs = inputs
        self.output = output
    }
}

/// The memory of one forward call of an ``Operation``.
public struct ForwardCall<Scalar: TensorScalar> {
    /// How many samples the arrays hold.
    public let samples: Int
    /// `[samples][shape]`, to be written in full; `[shape]` where all inputs are shared.
    public let output: UnsafeMutablePointer<Scalar>
    /// ``Operation/workCount(samples:)`` numbers, of any content.
    public let work: UnsafeMutablePointer<Scalar>
    /// ``Operation/savedCount`` numbers a sample, for the adjoint.
    public let saved: UnsafeMutablePointer<Scalar>
    /// Whether an adjoint follows.
    public let isKept: Bool
    /// More than one thread only in the scope `.batch`, and where all inputs are shared.
    public let threads: Threads
    /// The number of the running slot: calls at the same time have different ones, below ``Program/slots``.
    public let slot: Int
    let inputs: UnsafePointer<UnsafeMutablePointer<Scalar>>

    /// An input's numbers: `[samples][shape]`, or `[shape]` where it is shared.
    public func input(_ index: Int) -> UnsafePointer<Scalar> { UnsafePointer(inputs[index]) }
}

/// The memory of one adjoint call of an ``Operation``.
public struct AdjointCall<Scalar: TensorScalar> {
    /// How many samples the arrays hold.
    public let samples: Int
    /// The result, where ``AdjointNeeds/output`` asks for it.
    public let output: UnsafePointer<Scalar>
    /// ȳ: `[samples][shape]`.
    public let outputGradient: UnsafePointer<Scalar>
    /// ``Operation/workCount(samples:)`` numbers, of any content.
    public let work: UnsafeMutablePointer<Scalar>
    /// What the forward call left.
    public let saved: UnsafePointer<Scalar>
    /// As in ``ForwardCall/threads``.
    public let threads: Threads
    /// As in ``ForwardCall/slot``.
    public let slot: Int
    let inputs: UnsafePointer<UnsafeMutablePointer<Scalar>>
    let gradients: UnsafePointer<UnsafeMutablePointer<Scalar>?>
    let adds: UnsafePointer<Bool>

    /// An input's numbers, where ``AdjointNeeds/inputs`` asks for them or it is shared.
    public func input(_ index: Int) -> UnsafePointer<Scalar> { UnsafePointer(inputs[index]) }

    /// Where an input's gradient goes, in the shape of the input; `nil` where nobody wants it.
    public func gradient(_ index: Int) -> UnsafeMutablePointer<Scalar>? { gradients[index] }

    /// Whether the gradient is added to what is there; else it overwrites.
    public func accumulates(_ index: Int) -> Bool { adds[index] }

    /// 1 where the gradient is added, 0 where it overwrites: the β of a matrix product.
    public func beta(_ index: Int) -> Scalar { adds[index] ? 1 : 0 }
}
