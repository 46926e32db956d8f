/// The numbers of some variables, sample after sample, in one precision.
final class SampleStore: @unchecked Sendable {
    // Sendable: written before any set has it, by one thread; only read after it.
    let variables: [SampleVariable]
    let count: Int
    let precision: FieldPrecision
    let memory: SampleMemory
    /// Numbers of a sample of each variable.
    let sizes: [Int]
    /// Where the numbers of each variable start, in bytes.
    private let offsets: [Int]

    /// - Parameter memoryBudget: bytes that may be taken of the machine's memory; larger sets go to the disk.
    init(_ variables: [SampleVariable], count: Int, precision: FieldPrecision, memoryBudget: Int) throws {
        self.variables = variables
        self.count = count
        self.precision = precision
        var (sizes, offsets, end) = ([Int](), [Int](), 0)
        for variable in variables {
            guard let size = Tensor<Double>.elementCount(of: variable.shape),
                let bytes = Tensor<Double>.elementCount(of: [size, count, precision.byteCount]),
                bytes < Int.max / 4, end < Int.max / 4
            else {
                throw ComputationError.tooLarge("\(count) samples of '\(variable.name)' \(variable.shape)")
            }
            sizes.append(size)
            offsets.append(end)
            // Aligned to what vector instructions like.
            end += (bytes + 63) / 64 * 64
        }
        (self.sizes, self.offsets) = (sizes, offsets)
        memory = try SampleMemory(byteCount: end, onDisk: end > memoryBudget)
    }

    private func address(_ variable: Int, sample: Int) -> UnsafeMutableRawPointer {
        memory.base + offsets[variable] + sample * sizes[variable] * precision.byteCount
    }

    /// Writes consecutive samples.
    func fill<Scalar: TensorScalar>(_ variable: Int, from sample: Int, with numbers: UnsafeBufferPointer<Scalar>) {
        precondition(numbers.count <= (count - sample) * sizes[variable], "more numbers than samples")
        let target = address(variable, sample: sample)
        switch precision {
        case .float32: Self.convert(numbers, to: target.assumingMemoryBound(to: Float.self))
        case .float64: Self.convert(numbers, to: target.assumingMemoryBound(to: Double.self))
        }
    }

    /// Reads one sample.
    func copy<Scalar: TensorScalar>(_ variable: Int, sample: Int, to target: UnsafeMutablePointer<Scalar>) {
        let source = address(variable, sample: sample)
        let size = sizes[variable]
        switch precision {
        case .float32:
            Self.convert(
                UnsafeBufferPointer(start: source.assumingMemoryBound(to: Float.self), count: size), to: target)
        case .float64:
            Self.convert(
                UnsafeBufferPointer(start: source.assumingMemoryBound(to: Double.self), count: size), to: target)
        }
    }

    private static func convert<From: TensorScalar, To: TensorScalar>(
        _ numbers: UnsafeBufferPointer<From>, to target: UnsafeMutablePointer<To>
    ) {
        guard let base = numbers.baseAddress else { return }
        let source = UnsafeRawPointer(base)
        let sink = UnsafeMutableRawPointer(target)
        if From.self == To.self {
            sink.copyMemory(from: source, byteCount: numbers.count * MemoryLayout<From>.stride)
        } else if From.self == Float.self, To.self == Double.self {
            let (source, sink) = (source.assumingMemoryBound(to: Float.self), sink.assumingMemoryBound(to: Double.self))
            for index in 0..<numbers.count { sink[index] = Double(source[index]) }
        } else if From.self == Double.self, To.self == Float.self {
            let (source, sink) = (source.assumingMemoryBound(to: Double.self), sink.assumingMemoryBound(to: Float.self))
            for index in 0..<numbers.count { sink[index] = Float(source[index]) }
        } else {
            for index in 0..<numbers.count { target[index] = To(numbers[index]) }
        }
    }

    func prefetch(sample: Int) {
        for variable in variables.indices {
            let start = offsets[variable] + sample * sizes[variable] * precision.byteCount
            memory.prefetch(start..<(start + sizes[variable] * precision.byteCount))
        }
    }

    /// Numbers that are hashed together.
    private static let piece = 1 << 20

    /// See ``SampleSet/digest``.
    func digest(threads: Threads) -> String {
        var text = "samples \(count)"
        for (variable, size) in zip(variables.indices, sizes) {
            text += "|\(variables[variable].name) \(variables[variable].shape)"
            let total = size * count
            let pieces = (total + Self.piece - 1) / Self.piece
            var digests = [String](repeating: "", count: pieces)
            digests.withUnsafeMutableBufferPointer { digests in
                threads.forEach(0..<pieces, grain: 1) { block in
                    for piece in block {
                        let range = (piece * Self.piece)..<min((piece + 1) * Self.piece, total)
                        digests[piece] = self.digest(of: variable, range)
                    }
                }
            }
            text += digests.joined(separator: " ")
        }
        return Digest(of: text).description
    }

    private func digest(of variable: Int, _ range: Range<Int>) -> String {
        func hash(_ numbers: UnsafeRawBufferPointer) -> String {
            Digest(of: numbers.assumingMemoryBound(to: UInt8.self)).description
        }
        let start = address(variable, sample: 0)
        switch precision {
        case .float32:
            let numbers = start.assumingMemoryBound(to: Float.self) + range.lowerBound
            return hash(UnsafeRawBufferPointer(start: numbers, count: range.count * MemoryLayout<Float>.stride))
        case .float64:
            let numbers = start.assumingMemoryBound(to: Double.self) + range.lowerBound
            return withUnsafeTemporaryAllocation(of: Float.self, capacity: range.count) { rounded in
                for index in 0..<range.count { rounded[index] = Float(numbers[index]) }
                return hash(UnsafeRawBufferPointer(rounded))
            }
        }
    }
}
