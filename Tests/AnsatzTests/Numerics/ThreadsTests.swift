import Ansatz
import Synchronization
import Testing

@Suite("Threads and reductions")
struct ThreadsTests {
    @Test("every index is visited once, in blocks that the number of threads does not move", arguments: [1, 2, 3, 7])
    func blocks(threads: Int) {
        for (count, grain) in [(0, 4), (1, 4), (10, 3), (1000, 7), (64, 64), (65, 64)] {
            let visited = Mutex<[Range<Int>]>([])
            Threads(threads).forEach(5..<5 + count, grain: grain) { block in
                visited.withLock { $0.append(block) }
            }
            let expected = stride(from: 5, to: 5 + count, by: grain).map { $0..<min($0 + grain, 5 + count) }
            #expect(visited.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound } == expected)
        }
    }

    struct Failure: Error, Equatable { var block: Int }

    @Test("the error of the first failing block is thrown", arguments: [1, 2, 5])
    func errors(threads: Int) {
        let failing: Set = [37, 90, 13, 55]
        #expect(throws: Failure(block: 13)) {
            try Threads(threads).forEach(0..<100, grain: 1) { block in
                if failing.contains(block.lowerBound) { throw Failure(block: block.lowerBound) }
            }
        }
    }

    @Test("a loop inside a loop visits everything")
    func nested() {
        let visits = Mutex(0)
        Threads(2).forEach(0..<8, grain: 1) { _ in
            Threads(2).forEach(0..<100, grain: 3) { inner in visits.withLock { $0 += inner.count } }
        }
        #expect(visits.withLock { $0 } == 800)
    }

    private func vectors(_ count: Int) -> (Tensor<Double>, Tensor<Double>) {
        var random = RandomStream(seed: 11, purpose: "reductions", index: UInt64(count))
        return (random.normalTensor(shape: [count]), random.normalTensor(shape: [count]))
    }

    @Test("reductions have the same bits on any number of threads", arguments: [0, 1, 63, 64, 576, 4096, 4097, 50_001])
    func reductionBits(count: Int) {
        let (x, y) = vectors(count)
        let (single, other): (Tensor<Float>, Tensor<Float>) = (x.converted(), y.converted())
        for threads in [2, 3, 8].map(Threads.init) {
            x.withBuffer { x in
                y.withBuffer { y in
                    #expect(dot(x, y).bitPattern == dot(x, y, threads: threads).bitPattern)
                    #expect(norm2(x).bitPattern == norm2(x, threads: threads).bitPattern)
                    #expect(sum(x).bitPattern == sum(x, threads: threads).bitPattern)
                }
            }
            single.withBuffer { x in
                other.withBuffer { y in
                    #expect(dot(x, y).bitPattern == dot(x, y, threads: threads).bitPattern)
                    #expect(norm2(x).bitPattern == norm2(x, threads: threads).bitPattern)
                    #expect(sum(x).bitPattern == sum(x, threads: threads).bitPattern)
                }
            }
        }
    }

    @Test("reductions agree with sums in higher precision", arguments: [1, 17, 576, 5000])
    func reductionValues(count: Int) {
        let (x, y) = vectors(count)
        var (product, plain, magnitude) = (Float80(0), Float80(0), Float80(0))
        for (a, b) in zip(x.elements, y.elements) {
            product += Float80(a) * Float80(b)
            plain += Float80(a)
            magnitude += Float80((a * b).magnitude) + Float80(a.magnitude)
        }
        // Any order of n additions errs by at most n ε Σ|xᵢyᵢ| / 2, the products by another half ε.
        let bound = Double(magnitude) * Double(count + 1) * 0x1p-53
        x.withBuffer { x in
            y.withBuffer { y in
                #expect(abs(dot(x, y) - Double(product)) <= bound)
                #expect(abs(sum(x) - Double(plain)) <= bound)
                #expect(maximumMagnitude(x) == x.map(\.magnitude).max())
            }
        }
    }

    @Test("updates are the scalar formulas, element by element", arguments: [0, 1, 15, 16, 100])
    func updates(count: Int) {
        let (x, y) = vectors(count)
        var (a, b) = (y, y)
        x.withBuffer { x in
            a.withMutableBuffer { axpy(0.7, x, $0) }
            b.withMutableBuffer { xpby(x, 0.7, $0) }
        }
        #expect(a.elements == zip(x.elements, y.elements).map { $1 + $0 * 0.7 })
        #expect(b.elements == zip(x.elements, y.elements).map { $0 + $1 * 0.7 })
    }

    @Test("the largest magnitude reports NaN wherever it is, and infinity", arguments: [0, 5, 15, 16, 31, 32, 34])
    func magnitudes(position: Int) {
        var elements = (0..<35).map { Double($0) - 20 }
        elements[position] = -.infinity
        #expect(elements.withUnsafeBufferPointer { maximumMagnitude($0) } == .infinity)
        elements[position] = .nan
        #expect(elements.withUnsafeBufferPointer { maximumMagnitude($0) }.isNaN)
    }
}

@Suite("Phases")
struct PhaseTests {
    /// In each phase a block adds up what all blocks had after the one before: any block that starts early, or misses
    /// its turn, leaves another number.
    @Test("every block of a phase ends before the next begins", arguments: [1, 2, 3, 7], [1, 2, 5, 64])
    func order(threads: Int, blocks: Int) {
        let phases = 200
        let results = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 2 * blocks)
        defer { results.deallocate() }
        results.initialize(repeating: 1)
        nonisolated(unsafe) let numbers = results
        Threads(threads).forEachPhase(phases, blocks: blocks) { phase, block in
            let (old, new) = (phase % 2 * blocks, (phase + 1) % 2 * blocks)
            var sum = UInt64(block)
            for other in 0..<blocks { sum = sum &* 31 &+ numbers[old + other] }
            numbers[new + block] = sum
        }
        var expected = [UInt64](repeating: 1, count: blocks)
        for _ in 0..<phases {
            expected = (0..<blocks).map { block in expected.reduce(UInt64(block)) { $0 &* 31 &+ $1 } }
        }
        #expect(Array(numbers[(phases % 2 * blocks)..<(phases % 2 * blocks + blocks)]) == expected)
    }

    @Test("no phases or no blocks are no work, and a loop within a loop runs in place")
    func edges() {
        Threads(2).forEachPhase(0, blocks: 3) { _, _ in Issue.record("no phase was asked for") }
        Threads(2).forEachPhase(3, blocks: 0) { _, _ in Issue.record("there is no block") }
        var counts = [Int](repeating: 0, count: 8)
        counts.withUnsafeMutableBufferPointer { counts in
            nonisolated(unsafe) let counts = counts
            Threads(2).forEach(0..<4, grain: 1) { outer in
                Threads(2).forEachPhase(3, blocks: 2) { _, block in counts[2 * outer.lowerBound + block] += 1 }
            }
        }
        #expect(counts == Array(repeating: 3, count: 8))
    }
}
