import Ansatz
import Engine
import Foundation

/// Small calculations with known answers: one for each numerical library, and our own.
enum NumericalCheckup {
    static var findings: [Finding] {
        [
            check("random numbers", "the published vector of Philox4x32-10", philox),
            check("Fourier transform", "a cosine has two spikes, and comes back", fourier),
            check("products, float64", "small integers, exactly", doubleProduct),
            check("products, float32", "small integers, exactly", floatProduct),
            check("factorization", "L Lᵀ x = b for a matrix with known x", cholesky),
            check("threads", "the same sum from one thread and from all", threads),
            check("files", "an HDF5 file comes back with the same bits", storage),
        ]
    }

    private static func check(_ name: String, _ claim: String, _ test: () throws -> Bool) -> Finding {
        let help = "the library may be broken or built for another processor; reinstall its Debian package"
        do {
            return try test() ? Finding(name, .ok, claim) : Finding(name, .failed, "wrong: \(claim)", help: help)
        } catch {
            return Finding(name, .failed, FailureText.of(error).message, help: help)
        }
    }

    /// Counter and key zero; from the known-answer file of the Random123 library.
    private static func philox() -> Bool {
        Philox4x32.block(counter: .zero, key: .zero) == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
    }

    private static func fourier() throws -> Bool {
        let count = 60
        let field = Tensor((0..<count).map { cos(2 * .pi * 7 * Double($0) / Double(count)) })
        let transform = try RealFourierTransform<Double>(shape: [count])
        let spectrum = try transform.forward(field)
        // The unscaled transform of cos(2π k₀ j / n) is n/2 at k₀, and nothing elsewhere in the first half.
        let isSpike = spectrum.elements.enumerated().allSatisfy { index, value in
            hypot(value.re - (index == 7 ? Double(count) / 2 : 0), value.im) < 1e-12
        }
        let back = try transform.inverse(spectrum)
        return isSpike && zip(back.elements, field.elements).allSatisfy { abs($0 - $1) < 1e-14 }
    }

    /// A with aᵢⱼ = i + j times the matrix that reverses columns: sums of integers, exact in either precision.
    private static func isReversed<Scalar: TensorScalar>(
        _ product: (Tensor<Scalar>, Tensor<Scalar>) throws -> Tensor<Scalar>
    ) rethrows -> Bool {
        let size = 48
        let a = Tensor((0..<size * size).map { Scalar($0 / size + 2 * ($0 % size)) }, shape: [size, size])
        let b = Tensor(
            (0..<size * size).map { Scalar($0 / size + $0 % size == size - 1 ? 1 : 0) }, shape: [size, size])
        let c = try product(a, b)
        return c.elements.enumerated().allSatisfy { index, value in
            value == Scalar(index / size + 2 * (size - 1 - index % size))
        }
    }

    private static func doubleProduct() throws -> Bool { try isReversed { try Tensor<Double>.product($0, $1) } }

    private static func floatProduct() throws -> Bool { try isReversed { try Tensor<Float>.product($0, $1) } }

    /// The second-difference matrix, whose factorization is as well known as it is well conditioned at this size.
    private static func cholesky() throws -> Bool {
        let size = 12
        let matrix = Tensor(
            (0..<size * size).map { index -> Double in
                let distance = abs(index / size - index % size)
                return distance == 0 ? 2 : distance == 1 ? -1 : 0
            }, shape: [size, size])
        let expected = (1...size).map(Double.init)
        // −uᵢ₋₁ + 2uᵢ − uᵢ₊₁ of uᵢ = i is zero but at the end, where uₙ₊₁ is missing.
        let right = Tensor((1...size).map { $0 == size ? Double(size + 1) : 0 })
        let solution = try CholeskyFactorization(of: matrix).solve(right)
        return zip(solution.elements, expected).allSatisfy { abs($0 - $1) < 1e-12 }
    }

    private static func threads() -> Bool {
        func sum(_ threads: Threads) -> Double {
            threads.sum(0..<100_000, grain: 1000) { block in block.reduce(0.0) { $0 + 1 / Double($1 + 1) } }
        }
        return sum(.one) == sum(Threads(ProcessInfo.processInfo.activeProcessorCount))
    }

    private static func storage() throws -> Bool {
        let path = FileManager.default.temporaryDirectory.appending(path: "ansatz-doctor-\(getpid()).h5").path
        defer { unlink(path) }
        let values = Tensor((0..<100).map { 1 / Double($0 + 1) })
        let field = try Field("u", axes: [Axis("x", .uniform(first: 0, spacing: 1, count: 100))], values)
        try DatasetWriter.write(try Dataset([field], attributes: []), to: path, compression: 1)
        return try DatasetReader(path: path).read("u").doubles == values
    }
}
