import Ansatz
import Foundation
import Testing

@Suite("Random streams")
struct RandomStreamTests {
    @Test("Philox4x32-10 gives Random123's known answers")
    func knownAnswers() {
        let zero = Philox4x32.block(counter: SIMD4(), key: SIMD2())
        #expect(zero == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = Philox4x32.block(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        #expect(ones == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        let pi = Philox4x32.block(
            counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: SIMD2(0xa409_3822, 0x299f_31d0))
        #expect(pi == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test("a stream's key is SHA-256 over its names as documented, and its words are Philox's")
    func key() throws {
        // Printed by Python's hashlib over b"ansatz-random-1" + 7, 4 "data", 5 "noise", 3, as documented.
        let words: [UInt32] = [0xd0e200df, 0xf927085e, 0xee6b2d35, 0x26831b05]
        var random = RandomStream(seed: 7, stage: "data", purpose: "noise", index: 3)
        let block = Philox4x32.block(counter: SIMD4(5, 0, words[2], words[3]), key: SIMD2(words[0], words[1]))
        random.position = 10
        #expect(random.next() == UInt64(block.x) | UInt64(block.y) << 32)
        #expect(random.next() == UInt64(block.z) | UInt64(block.w) << 32)
        #expect(random.position == 12 && random.word(at: 10) == UInt64(block.x) | UInt64(block.y) << 32)
    }

    @Test("every part of the name makes another stream, wherever the names are cut")
    func names() {
        let streams = [
            RandomStream(seed: 1, stage: "a", purpose: "b"), RandomStream(seed: 2, stage: "a", purpose: "b"),
            RandomStream(seed: 1, stage: "ab", purpose: ""), RandomStream(seed: 1, stage: "", purpose: "ab"),
            RandomStream(seed: 1, stage: "a", purpose: "b", index: 1),
        ]
        #expect(Set(streams).count == streams.count)
        // Independent uniforms: the correlation of n pairs has deviation 1/√n; 5 of them are passed once in a million.
        let n = 4000
        let samples = streams.map { stream in
            var stream = stream
            return stream.uniformTensor(shape: [n]).elements.map { ($0 - 0.5) * 12.0.squareRoot() }
        }
        for i in samples.indices {
            for j in 0..<i {
                let correlation = zip(samples[i], samples[j]).map { $0 * $1 }.reduce(0, +) / Double(n)
                #expect(abs(correlation) < 5 / Double(n).squareRoot())
            }
        }
    }

    @Test("a stream restored from its position, or from JSON, draws the same")
    func restore() throws {
        var random = RandomStream(seed: 1, purpose: "restore")
        for _ in 0..<7 { _ = random.gamma(shape: 0.4) }
        let saved = try JSONEncoder().encode(random)
        let position = random.position
        let draws = (0..<20).map { _ in random.normal() + random.beta(0.3, 2) + Double(random.integer(below: 10)) }
        var restored = try JSONDecoder().decode(RandomStream.self, from: saved)
        #expect(
            (0..<20).map { _ in restored.normal() + restored.beta(0.3, 2) + Double(restored.integer(below: 10)) }
                == draws)
        random.position = position
        #expect(
            (0..<20).map { _ in random.normal() + random.beta(0.3, 2) + Double(random.integer(below: 10)) } == draws)
    }

    @Test("bulk fills are the draws one by one, on any number of threads", arguments: [0, 1, 2, 31])
    func fills(start: UInt64) {
        let count = 40_000
        var serial = RandomStream(seed: 2, purpose: "fill")
        serial.position = start
        var (one, three, normals) = (serial, serial, serial)
        let expected = (0..<count).map { _ in serial.uniform() }
        #expect(one.uniformTensor(shape: [count]).elements == expected)
        #expect(three.uniformTensor(shape: [count], threads: Threads(3)).elements == expected)
        #expect(one == serial && three == serial)
        var again = normals
        let bulk = normals.normalTensor(shape: [999], threads: Threads(2)).elements
        #expect(bulk == (0..<999).map { _ in again.normal() })
        var singles = [Float](repeating: 2, count: 999)
        singles.withUnsafeMutableBufferPointer { again.fillUniform($0, threads: Threads(2)) }
        #expect(singles.allSatisfy { $0 >= 0 && $0 < 1 } && again.position == start + 1998)
    }

    @Test("the counter carries beyond 32 bits as one 64-bit number, in bulk too")
    func carry() {
        var random = RandomStream(seed: 2, purpose: "carry")
        random.position = (1 << 33) - 8
        var bulk = random
        #expect(bulk.uniformTensor(shape: [64]).elements == (0..<64).map { _ in random.uniform() })
    }

    /// The largest distance of the sample's distribution from `cdf`, times √n.
    private func kolmogorov(_ sample: [Double], _ cdf: (Double) -> Double) -> Double {
        let n = Double(sample.count)
        let distance = sample.sorted().enumerated().map { index, x in
            max(abs(cdf(x) - Double(index) / n), abs(Double(index + 1) / n - cdf(x)))
        }.max()
        return (distance ?? 1) * n.squareRoot()
    }

    // P(√n D > 2.7) = 2 exp(-2 · 2.7²) ≈ 1e-6.
    private let limit = 2.7

    @Test("uniforms, normals and exponentials have their distributions")
    func distributions() {
        let n = 20_000
        var random = RandomStream(seed: 21, purpose: "distributions")
        #expect(kolmogorov((0..<n).map { _ in random.uniform() }) { $0 } < limit)
        let normals = (0..<n).map { _ in random.normal() }
        #expect(kolmogorov(normals) { 0.5 * erfc(-$0 / 2.0.squareRoot()) } < limit)
        #expect(kolmogorov((0..<n).map { _ in random.exponential() }) { 1 - exp(-$0) } < limit)
        // The k-th moment's mean has variance (E x²ᵏ - (E xᵏ)²) / n: 1, 2, 15, 96 over n.
        for (power, mean, variance) in [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96)] {
            let moment = normals.map { pow($0, Double(power)) }.reduce(0, +) / Double(n)
            #expect(abs(moment - mean) < 5 * (variance / Double(n)).squareRoot())
        }
    }

    @Test("gamma numbers have their distribution", arguments: [0.5, 1, 3])
    func gamma(shape: Double) {
        var random = RandomStream(seed: 22, purpose: "gamma")
        let sample = (0..<10_000).map { _ in random.gamma(shape: shape) }
        let distance = kolmogorov(sample) { x in
            switch shape {
            case 0.5: erf(x.squareRoot())
            case 1: 1 - exp(-x)
            default: 1 - exp(-x) * (1 + x + x * x / 2)
            }
        }
        #expect(distance < limit)
        // Mean and variance are both the shape; the variance of (x - shape)² is 2 shape² + 6 shape.
        let n = Double(sample.count)
        #expect(abs(sample.reduce(0, +) / n - shape) < 5 * (shape / n).squareRoot())
        let spread = sample.map { ($0 - shape) * ($0 - shape) }.reduce(0, +) / n
        #expect(abs(spread - shape) < 5 * ((2 * shape * shape + 6 * shape) / n).squareRoot())
    }

    @Test("beta numbers have their distribution, below shape 1 too")
    func beta() {
        var random = RandomStream(seed: 23, purpose: "beta")
        let n = 10_000
        // Arcsine law; power laws x^a and 1 - (1-x)^b.
        #expect(kolmogorov((0..<n).map { _ in random.beta(0.5, 0.5) }) { asin($0.squareRoot()) * 2 / .pi } < limit)
        #expect(kolmogorov((0..<n).map { _ in random.beta(0.2, 1) }) { pow($0, 0.2) } < limit)
        #expect(kolmogorov((0..<n).map { _ in random.beta(1, 4) }) { 1 - pow(1 - $0, 4) } < limit)
        // The laws of the shifts in sequences of Laplacians.
        let wide = (0..<n).map { _ in random.beta(0.5, 1.5) }
        #expect(kolmogorov(wide) { (asin($0.squareRoot()) + ($0 * (1 - $0)).squareRoot()) * 2 / .pi } < limit)
        let narrow = (0..<n).map { _ in random.beta(2, 6) }
        #expect(kolmogorov(narrow) { 1 - pow(1 - $0, 7) - 7 * $0 * pow(1 - $0, 6) } < limit)
        // Mean a / (a + b), variance a b / ((a + b)² (a + b + 1)).
        for (sample, a, b) in [(wide, 0.5, 1.5), (narrow, 2, 6)] {
            let variance = a * b / ((a + b) * (a + b) * (a + b + 1))
            let mean = sample.reduce(0, +) / Double(n)
            #expect(abs(mean - a / (a + b)) < 5 * (variance / Double(n)).squareRoot())
        }
        // Tiny shapes: nearly a coin of odds a : b, never NaN.
        let tiny = (0..<n).map { _ in random.beta(1e-3, 3e-3) }
        #expect(tiny.allSatisfy { $0 >= 0 && $0 <= 1 })
        let mean = tiny.reduce(0, +) / Double(n)
        #expect(abs(mean - 0.25) < 5 * (0.25 * 0.75 / Double(n)).squareRoot())
    }

    @Test("integers are uniform; bounds that are no powers of 2 too", arguments: [1, 2, 3, 10, 64])
    func integers(bound: Int) {
        var random = RandomStream(seed: 24, purpose: "integers")
        let n = 20_000
        var counts = [Int](repeating: 0, count: bound)
        for _ in 0..<n { counts[random.integer(below: bound)] += 1 }
        let p = 1 / Double(bound)
        for count in counts {
            #expect(abs(Double(count) - Double(n) * p) <= 5.5 * (Double(n) * p * (1 - p)).squareRoot())
        }
        // 3/4 of the range: without rejection, a third of the results would come twice as often.
        let large = 3 << 61
        let low = (0..<n).count { _ in random.integer(below: large) < 1 << 61 }
        #expect(abs(Double(low) - Double(n) / 3) < 5 * (Double(n) * 2 / 9).squareRoot())
    }

    @Test("shuffles reach all orders equally often")
    func shuffles() {
        var random = RandomStream(seed: 25, purpose: "shuffle")
        let n = 12_000
        var counts: [[Int]: Int] = [:]
        for _ in 0..<n { counts[random.permutation(4), default: 0] += 1 }
        #expect(counts.count == 24)
        let p = 1.0 / 24
        for count in counts.values {
            #expect(abs(Double(count) - Double(n) * p) < 5 * (Double(n) * p * (1 - p)).squareRoot())
        }
    }

    @Test("the normal quantile inverts the distribution function to rounding, in the tails too")
    func quantile() {
        for exponent in stride(from: -300.0, to: -0.31, by: 0.37) {
            let p = pow(10, exponent)
            let x = NormalQuantile.value(at: p)
            // A relative error δ of x changes the tail's share by about x² δ. In units of ε, x has ¾ from the root of
            // the logarithm, ½ from the difference, 2 from the two sums, ½ from the quotient, and the division by √2
            // here 1: below 5. The distribution function itself adds a few.
            #expect(abs(0.5 * erfc(-x / 2.0.squareRoot()) / p - 1) <= (5 * x * x + 10) * 0x1p-52)
        }
        #expect(NormalQuantile.value(at: 0.5) == 0)
        #expect(NormalQuantile.value(at: 0.975) == -NormalQuantile.value(at: 1 - 0.975))
        #expect(NormalQuantile.value(at: 0) == -.infinity && NormalQuantile.value(at: 1) == .infinity)
        #expect(NormalQuantile.value(at: -1).isNaN && NormalQuantile.value(at: 2).isNaN)
    }
}
