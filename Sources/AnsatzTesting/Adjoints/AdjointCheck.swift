public import Ansatz

/// Compares the adjoints of a recorded function with central differences in double precision.
///
/// ```swift
/// let check = try AdjointCheck(inputs: [[3, 8, 8]]) { tape, x in try tape.gelu(x[0]) }
/// #expect(check.worst < 1e-7)
/// ```
///
/// The function y = f(x₁, x₂, …) is recorded on a tape whose inputs hold random numbers xᵢ + θᵢ, with parameters θᵢ at 0 that
/// all samples share. The loss of a sample is Σ w·y with random weights w of its own. So the gradients with respect to
/// θᵢ, and to the parameters that f declares, test every adjoint on the way: over units of two samples out of five, so
/// that gradients are overwritten and added to.
public struct AdjointCheck: CustomStringConvertible {
    /// What one parameter's gradient is worth.
    public struct Entry: Sendable {
        /// `input 0`, or the parameter's name.
        public var name: String
        /// The largest difference between gradient and difference quotient, over the largest gradient of all parameters.
        public var error: Double
        /// The largest element of the gradient.
        public var size: Double
    }

    public let entries: [Entry]
    /// Whether one, two and three threads give the same bits in single precision's place, double.
    public let isIndependentOfThreads: Bool

    /// The largest error of all; infinite where a gradient is not finite, or depends on the number of threads.
    public var worst: Double {
        if !isIndependentOfThreads { return .infinity }
        return entries.reduce(0) { max($0, $1.error.isFinite ? $1.error : .infinity) }
    }

    public var description: String {
        entries.map { "\($0.name): error \($0.error), size \($0.size)" }.joined(separator: "; ")
            + (isIndependentOfThreads ? "" : "; depends on the number of threads")
    }

    /// - Parameters:
    ///   - inputs: the shapes of the inputs.
    ///   - batch: samples.
    ///   - samplesPerUnit: how many a call gets at once.
    ///   - range: what inputs are drawn from.
    ///   - step: of the differences. Errors of 1e-9 or so are what 1e-5 can tell.
    ///   - components: how many numbers of each parameter are varied, all where there are no more.
    ///   - usesInputsTwice: whether the loss also has the inputs themselves, so that f's adjoints add to gradients.
    ///   - record: f, of values that depend on parameters. Inputs that it declares itself are filled with numbers too.
    public init(
        inputs: [[Int]], batch: Int = 5, samplesPerUnit: Int = 2, range: ClosedRange<Double> = -1.5...1.5,
        step: Double = 1e-5, components: Int = 60, usesInputsTwice: Bool = false, seed: UInt64 = 1,
        _ record: (_ tape: Tape<Double>, _ inputs: [Value]) throws -> Value
    ) throws {
        let tape = Tape<Double>()
        tape.samplesPerUnit = samplesPerUnit
        var data: [Value] = []
        var moved: [Value] = []
        for (index, shape) in inputs.enumerated() {
            data.append(tape.input("x\(index)", shape: shape))
            let offset = try tape.parameter("input \(index)", shape: shape, .zeros)
            moved.append(tape.record(Shift<Double>(shape, sharesSecond: true), [data[index], offset]))
        }
        let result = try record(tape, moved)
        var terms = [(value: result, weights: tape.input("w", shape: result.shape))]
        if usesInputsTwice {
            for (index, value) in moved.enumerated() {
                terms.append((value, tape.input("w\(index)", shape: value.shape)))
            }
        }
        let weighted = terms.map { tape.record(WeightedSum<Double>($0.value), [$0.value, $0.weights]) }
        let loss = weighted.dropFirst().reduce(weighted[0]) {
            tape.record(Shift<Double>([], sharesSecond: false), [$0, $1])
        }

        let parameters = Parameters(of: tape)
        parameters.initialize { RandomStream(seed: seed, purpose: $0) }
        for entry in parameters.entries where entry.name.hasPrefix("input ") {
            parameters.values[entry.range.lowerBound] = 0
        }
        func fill(_ program: Program<Double>) {
            var random = RandomStream(seed: seed, purpose: "adjoint check")
            for index in 0..<tape.inputCount {
                let target = program.input(index)
                for i in target.indices {
                    target[i] = range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform()
                }
            }
        }
        var gradients: [[Double]] = []
        for threads in 1...3 {
            let program = try Program(
                tape, outputs: [loss], batch: batch, trains: true, parameters: parameters, threads: Threads(threads))
            fill(program)
            // Twice, so that what the first call left would show.
            program.step(samples: batch)
            program.step(samples: batch)
            gradients.append(Array(program.gradient))
        }
        let gradient = gradients[0]
        isIndependentOfThreads = gradients.allSatisfy { other in
            zip(other, gradient).allSatisfy { $0.bitPattern == $1.bitPattern }
        }

        let forward = try Program(
            tape, outputs: [loss], batch: batch, trains: false, parameters: parameters, threads: .one)
        fill(forward)
        func total() -> Double {
            forward.run(samples: batch)
            return forward.output(0).prefix(batch).reduce(0, +)
        }
        let largest = gradient.reduce(0) { max($0, abs($1)) }
        var random = RandomStream(seed: seed, purpose: "adjoint check: components")
        entries = parameters.entries.map { entry in
            let stored = Array(entry.range)
            let chosen =
                stored.count <= components
                ? stored : random.permutation(stored.count).prefix(components).map { stored[$0] }
            var (error, size) = (0.0, 0.0)
            for place in chosen {
                let value = parameters.values[place]
                // Padding stays 0; it has no canonical index that could be asked, but no gradient either.
                if value == 0, gradient[place] == 0, !entry.name.hasPrefix("input ") { continue }
                parameters.values[place] = value + step
                let above = total()
                parameters.values[place] = value - step
                let below = total()
                parameters.values[place] = value
                let quotient = (above - below) / (2 * step)
                error = max(error, abs(quotient - gradient[place]) / max(largest, 1e-300))
                if !gradient[place].isFinite { error = .infinity }
                size = max(size, abs(gradient[place]))
            }
            return Entry(name: entry.name, error: error, size: size)
        }
    }
}

/// x + θ, with θ shared or of each sample.
private final class Shift<Scalar: TensorScalar>: Operation {
    let outputShape: [Int]
    private let count: Int
    private let sharesSecond: Bool

    init(_ shape: [Int], sharesSecond: Bool) {
        outputShape = shape
        count = shape.reduce(1, *)
        self.sharesSecond = sharesSecond
    }

    var name: String { "shift" }
    var adjointNeeds: AdjointNeeds { AdjointNeeds() }

    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            for i in 0..<count {
                call.output[sample * count + i] =
                    call.input(0)[sample * count + i] + call.input(1)[(sharesSecond ? 0 : sample * count) + i]
            }
        }
    }

    func adjoint(_ call: AdjointCall<Scalar>) {
        for operand in 0..<2 {
            guard let target = call.gradient(operand) else { continue }
            let isShared = operand == 1 && sharesSecond
            for sample in 0..<call.samples {
                for i in 0..<count {
                    let source = call.outputGradient[sample * count + i]
                    let place = (isShared ? 0 : sample * count) + i
                    let adds = call.accumulates(operand) || (isShared && sample > 0)
                    target[place] = adds ? target[place] + source : source
                }
            }
        }
    }
}

/// Σ w·x of each sample.
private final class WeightedSum<Scalar: TensorScalar>: Operation {
    private let count: Int
    private let isShared: Bool

    init(_ value: Value) {
        count = value.count
        isShared = value.isShared
    }

    var name: String { "weighted_sum" }
    var outputShape: [Int] { [] }
    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1]) }

    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            let x = call.input(0) + (isShared ? 0 : sample * count)
            call.output[sample] = (0..<count).reduce(0) { $0 + call.input(1)[sample * count + $1] * x[$1] }
        }
    }

    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0) else { return }
        for sample in 0..<call.samples {
            for i in 0..<count {
                let place = (isShared ? 0 : sample * count) + i
                let part = call.outputGradient[sample] * call.input(1)[sample * count + i]
                let adds = call.accumulates(0) || (isShared && sample > 0)
                target[place] = adds ? target[place] + part : part
            }
        }
    }
}
