/// The record of a network: which operations turn its inputs into its outputs, for the shapes of one sample.
///
/// A tape is recorded once for given shapes; a ``Program`` runs it over batches, forward and back. Recording computes
/// nothing.
///
/// ```swift
/// let tape = Tape<Float>()
/// let x = tape.input("x", shape: [100])
/// let hidden = try tape.gelu(tape.linear(x, to: 40, named: "hidden"))
/// let y = try tape.linear(hidden, to: 1, named: "out")
/// ```
public final class Tape<Scalar: TensorScalar> {
    /// A parameter as declared.
    struct Declaration {
        var name: String
        var shape: [Int]
        var initialization: Initialization
        var layout: ParameterLayout
        var value: Value
    }

    /// An operation with what it takes and gives.
    struct Step {
        var operation: any Operation<Scalar>
        var inputs: [Value]
        var output: Value
    }

    struct Constant {
        var value: Value
        var tensor: Tensor<Scalar>
    }

    struct Input {
        var name: String
        var value: Value
    }

    /// How many samples the operations of a run get at once. One is right where a sample is an image; rows of a small
    /// network want some hundred, so that their products are of matrices.
    public var samplesPerUnit = 1

    private(set) var valueCount = 0
    private(set) var inputs: [Input] = []
    private(set) var parameters: [Declaration] = []
    private(set) var constants: [Constant] = []
    private(set) var steps: [Step] = []

    /// Inputs declared so far.
    public var inputCount: Int { inputs.count }

    public init() {}

    /// Numbers that are trained; a complex one counts as two.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.reduce(1, *) } }

    /// Declares data that each sample brings.
    public func input(_ name: String, shape: [Int]) -> Value {
        let value = makeValue(shape, isShared: false)
        inputs.append(Input(name: name, value: value))
        return value
    }

    /// Declares numbers to be trained.
    ///
    /// - Parameters:
    ///   - name: unique on this tape; becomes a dataset's name in model files: `block_0/skip/weight`.
    ///   - shape: as in files; complex numbers have a last dimension of 2.
    ///   - layout: how it lies in memory. The value that operations see has the canonical shape all the same.
    /// - Throws: ``ComputationError/tooLarge(_:)`` where all parameters don't fit the memory that is free, ``ComputationError/unsuitable(_:help:)``
    ///   for a name that is taken.
    public func parameter(
        _ name: String, shape: [Int], _ initialization: Initialization, layout: ParameterLayout = .plain
    ) throws -> Value {
        guard let count = Tensor<Scalar>.elementCount(of: shape), count < 1 << 40 else {
            throw ComputationError.tooLarge("parameter '\(name)' of shape \(shape) is too large")
        }
        if parameters.contains(where: { $0.name == name }) {
            throw ComputationError.unsuitable(
                "the network has two parameters of the name '\(name)'", help: "give each layer a name of its own")
        }
        let bytes = (Double(parameterCount) + Double(count)) * Double(MemoryLayout<Scalar>.stride)
        // First values are drawn in double precision.
        if 3 * bytes > Double(FreeResources.memory ?? .max) {
            throw ComputationError.tooLarge(
                "with parameter '\(name)' of shape \(shape) the network has \((bytes / 1e9).rounded()) GB of weights, too "
                    + "much for the memory that is free")
        }
        let value = makeValue(shape, isShared: true)
        parameters.append(
            Declaration(name: name, shape: shape, initialization: initialization, layout: layout, value: value))
        return value
    }

    /// Declares numbers that are the same for all samples and never trained.
    public func constant(_ tensor: Tensor<Double>) -> Value {
        let value = makeValue(tensor.shape, isShared: true)
        constants.append(Constant(value: value, tensor: tensor.converted()))
        return value
    }

    /// Appends an operation; what others than this module bring is recorded by this call, as ours is.
    public func record(_ operation: some Operation<Scalar>, _ inputs: [Value]) -> Value {
        let output = makeValue(operation.outputShape, isShared: inputs.allSatisfy(\.isShared))
        steps.append(Step(operation: operation, inputs: inputs, output: output))
        return output
    }

    private func makeValue(_ shape: [Int], isShared: Bool) -> Value {
        defer { valueCount += 1 }
        return Value(number: valueCount, shape: shape, isShared: isShared)
    }
}
