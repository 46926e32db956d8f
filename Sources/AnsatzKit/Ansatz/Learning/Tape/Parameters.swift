/// The trainable numbers of a network: one flat vector of all parameters, each with its name and shape.
///
/// Gradients and an optimiser's moments are vectors of the same order. Parameters may lie in memory in an order that
/// suits their operation; ``canonical(_:)`` and ``set(_:to:)`` speak of them as files do.
public final class Parameters<Scalar: TensorScalar> {
    /// One parameter of a network.
    public struct Entry: Sendable {
        public let name: String
        /// As in files; complex numbers have a last dimension of 2.
        public let shape: [Int]
        /// Where its stored numbers are in ``Parameters/values``.
        public let range: Range<Int>
        /// Complex numbers are stored as runs of so many real parts, each followed by as many imaginary parts; `nil` for
        /// real ones.
        public var complexRun: Int? { layout.complexRun }
        let layout: ParameterLayout
        let initialization: Initialization
    }

    public let entries: [Entry]
    /// The stored numbers of all parameters. Some are padding: 0, with a gradient of 0.
    public let values: UnsafeMutableBufferPointer<Scalar>
    private let byName: [String: Int]

    /// The parameters that a tape declares, all 0.
    public init(of tape: Tape<Scalar>) {
        var entries: [Entry] = []
        var offset = 0
        for declared in tape.parameters {
            let count = declared.layout.storedCount(declared.shape)
            entries.append(
                Entry(
                    name: declared.name, shape: declared.shape, range: offset..<offset + count,
                    layout: declared.layout, initialization: declared.initialization))
            // On cache lines of their own, in whole vectors.
            offset += (count + 15) / 16 * 16
        }
        self.entries = entries
        byName = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($0.element.name, $0.offset) })
        values = AlignedBlock.allocate(offset)
    }

    deinit { values.baseAddress.map { UnsafeMutableRawPointer($0).deallocate() } }

    /// Numbers that are trained; a complex one counts as two.
    public var count: Int { entries.reduce(0) { $0 + $1.shape.reduce(1, *) } }

    /// The parameter of that name.
    public subscript(name: String) -> Entry? { byName[name].map { entries[$0] } }

    /// Draws the first values, each parameter from the stream of its name.
    public func initialize(_ random: (_ name: String) -> RandomStream) {
        for entry in entries {
            var stream = random(entry.name)
            var drawn = [Double](repeating: 0, count: entry.shape.reduce(1, *))
            drawn.withUnsafeMutableBufferPointer { entry.initialization.fill($0, from: &stream) }
            for (index, value) in drawn.enumerated() {
                values[entry.range.lowerBound + entry.layout.position(index)] = Scalar(value)
            }
        }
    }

    /// A parameter's values as files have them.
    public func canonical(_ entry: Entry) -> Tensor<Scalar> { canonical(entry, of: UnsafeBufferPointer(values)) }

    /// The same part of another vector in the order of ``values``, such as a gradient.
    public func canonical(_ entry: Entry, of vector: UnsafeBufferPointer<Scalar>) -> Tensor<Scalar> {
        var result = Tensor<Scalar>(shape: entry.shape)
        result.withMutableBuffer { target in
            for index in target.indices {
                target[index] = vector[entry.range.lowerBound + entry.layout.position(index)]
            }
        }
        return result
    }

    /// Sets a parameter to what a file holds.
    ///
    /// - Throws: ``ShapeMismatch`` where the shape is another.
    public func set(_ entry: Entry, to tensor: Tensor<Scalar>) throws {
        guard tensor.shape == entry.shape else {
            throw ShapeMismatch(
                "parameter '\(entry.name)' has shape \(entry.shape), the given values have \(tensor.shape)")
        }
        tensor.withBuffer { source in
            for index in source.indices {
                values[entry.range.lowerBound + entry.layout.position(index)] = source[index]
            }
        }
    }
}

/// Memory of numbers on a 64-byte boundary, zeros at first.
enum AlignedBlock {
    static func allocate<Scalar: TensorScalar>(_ count: Int) -> UnsafeMutableBufferPointer<Scalar> {
        let size = Swift.max(count, 1)
        let base = UnsafeMutableRawPointer.allocate(byteCount: size * MemoryLayout<Scalar>.stride, alignment: 64)
            .bindMemory(to: Scalar.self, capacity: size)
        base.initialize(repeating: 0, count: size)
        return UnsafeMutableBufferPointer(start: base, count: count)
    }

    static func free<Scalar>(_ block: UnsafeMutableBufferPointer<Scalar>) {
        block.baseAddress.map { UnsafeMutableRawPointer($0).deallocate() }
    }
}
