extension RandomStream {
    /// Words a block of a loop; even, so that blocks of the generator are not shared.
    private static let grain = 1 << 14

    /// Fills `buffer` with numbers uniform in [0, 1): element i is what ``uniform()`` gives i words on. Takes one word
    /// an element; the same bits for any number of threads.
    public mutating func fillUniform(_ buffer: UnsafeMutableBufferPointer<Double>, threads: Threads = .one) {
        fill(buffer, threads) { RandomStream.uniform($0) }
    }

    /// Fills `buffer` with numbers uniform in [0, 1), multiples of 2⁻²⁴. Takes one word an element.
    public mutating func fillUniform(_ buffer: UnsafeMutableBufferPointer<Float>, threads: Threads = .one) {
        fill(buffer, threads) { Float($0 >> 40) * 0x1p-24 }
    }

    /// Fills `buffer` with standard normal numbers: element i is what ``normal()`` gives i words on. Takes one word an
    /// element; the same bits for any number of threads.
    public mutating func fillNormal(_ buffer: UnsafeMutableBufferPointer<Double>, threads: Threads = .one) {
        fill(buffer, threads) { NormalQuantile.value(at: RandomStream.openUniform($0)) }
    }

    /// Fills `buffer` with standard normal numbers, rounded from double precision. Takes one word an element.
    public mutating func fillNormal(_ buffer: UnsafeMutableBufferPointer<Float>, threads: Threads = .one) {
        fill(buffer, threads) { Float(NormalQuantile.value(at: RandomStream.openUniform($0))) }
    }

    /// A tensor of numbers uniform in [0, 1), in row-major order of the stream.
    public mutating func uniformTensor(shape: [Int], threads: Threads = .one) -> Tensor<Double> {
        var tensor = Tensor<Double>(shape: shape)
        tensor.withMutableBuffer { fillUniform($0, threads: threads) }
        return tensor
    }

    /// A tensor of standard normal numbers, in row-major order of the stream.
    public mutating func normalTensor(shape: [Int], threads: Threads = .one) -> Tensor<Double> {
        var tensor = Tensor<Double>(shape: shape)
        tensor.withMutableBuffer { fillNormal($0, threads: threads) }
        return tensor
    }

    @inline(__always)
    private mutating func fill<Scalar>(
        _ buffer: UnsafeMutableBufferPointer<Scalar>, _ threads: Threads, _ element: (UInt64) -> Scalar
    ) {
        let start = position
        let stream = self
        threads.forEach(0..<buffer.count, grain: RandomStream.grain) { range in
            var i = range.lowerBound
            // An odd start leaves half a block of the generator before and after.
            while i < range.upperBound {
                let index = start &+ UInt64(i)
                if index & 1 == 0, i + 16 <= range.upperBound {
                    let (even, odd) = Philox4x32.eightBlocks(
                        from: index >> 1, high: stream.counterHigh, key: stream.key)
                    for block in 0..<8 {
                        buffer[i + 2 * block] = element(even[block])
                        buffer[i + 2 * block + 1] = element(odd[block])
                    }
                    i += 16
                } else {
                    buffer[i] = element(stream.word(at: index))
                    i += 1
                }
            }
        }
        position &+= UInt64(buffer.count)
    }
}
