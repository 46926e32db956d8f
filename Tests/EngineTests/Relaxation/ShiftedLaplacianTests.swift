import Ansatz
import Foundation
import TestSupport
import Testing

/// The sequences of Learning to Relax (ICLR 2024): 5000 systems (A + c I) x = b on 10 x 10 points.
@Suite("Sequences of shifted Laplacians")
struct ShiftedLaplacianTests {
    private struct Run {
        let folder: TemporaryFolder

        init(_ stages: String, seed: Int = 1) throws {
            folder = try TemporaryFolder()
            let file = try folder.write("name: shifts\nseed: \(seed)\nstages:\n\(stages)\n", to: "shifts.yaml")
            let outcome = try BuiltCommand.run(["run", file, "-o", folder.path("out")])
            try #require(outcome.status == 0, "\(outcome.errors)")
        }

        func values(_ name: String, of place: String) throws -> [Double] {
            try DatasetReader(path: folder.path("out/stages/\(place)/result.h5")).read(name).doubles.elements
        }
    }

    /// Total iterations of 5000 instances in the mean of three seeds, by an independent port of the authors' program:
    /// relaxation factor, for Beta(1/2, 3/2), for Beta(2, 6).
    private static let published: [(omega: Double, wide: Double, narrow: Double)] = [
        (1.0, 3_005_405, 1_352_388), (1.2, 1_993_240, 889_855), (1.4, 1_261_891, 549_438), (1.5, 974_808, 408_289),
        (1.6, 743_823, 315_788), (1.7, 572_793, 306_361), (1.8, 514_286, 429_646),
    ]

    @Test("iterations of fixed relaxation factors are those published, within what drawing leaves open")
    func totals() throws {
        let methods = Self.published.enumerated().map {
            "w\($0.offset): { solver: { sor: { omega: \($0.element.omega) } } }"
        }
        func stage(_ name: String, _ beta: String) -> String {
            "  \(name): { solve: shifted_laplacian, with: { beta: \(beta) }, methods: { \(methods.joined(separator: ", ")) } }"
        }
        let run = try Run(stage("wide", "[1/2, 3/2]") + "\n" + stage("narrow", "[2, 6]"))
        for (index, row) in Self.published.enumerated() {
            for (law, expected) in [("wide", row.wide), ("narrow", row.narrow)] {
                let counts = try run.values("step_iterations", of: "\(law)/w\(index)")
                #expect(counts.count == 5000)
                let n = Double(counts.count)
                let total = counts.reduce(0, +)
                let variance = counts.map { ($0 - total / n) * ($0 - total / n) }.reduce(0, +) / n
                // Independent instances; the published mean of three seeds varies by a third as much again.
                let deviation = (n * variance * (1 + 1.0 / 3)).squareRoot()
                #expect(abs(total - expected) < 4 * deviation, "omega \(row.omega), \(law)")
            }
        }
    }

    @Test("shifts have the law that was asked for")
    func shifts() throws {
        let method = "using: { solver: { ssor_cg: { tolerance: 1e-4, omega: { tune: { fixed: { value: 1.2 } } } } } }"
        let run = try Run(
            """
              wide: { solve: shifted_laplacian, with: { points: [2, 2] }, \(method) }
              narrow: { solve: shifted_laplacian, with: { points: [2, 2], beta: [2, 6] }, \(method) }
            """.replacing("with: {", with: "with: { residual_limit: 1e-3,"))
        for (law, cdf) in [
            ("wide", { (x: Double) in (asin(x.squareRoot()) + (x * (1 - x)).squareRoot()) * 2 / .pi }),
            ("narrow", { (x: Double) in 1 - pow(1 - x, 7) - 7 * x * pow(1 - x, 6) }),
        ] {
            let shifts = try run.values("step_context_shift", of: law).map { ($0 + 0.15) / 0.6 }.sorted()
            let n = Double(shifts.count)
            #expect(n == 5000)
            let distance = shifts.enumerated().map { index, x in
                max(
                    abs(cdf(min(max(x, 0), 1)) - Double(index) / n), abs(Double(index + 1) / n - cdf(min(max(x, 0), 1)))
                )
            }.max()
            // P(√n D > 2.7) = 2 exp(-2 · 2.7²) ≈ 1e-6.
            #expect(try #require(distance) * n.squareRoot() < 2.7)
        }
    }

    @Test("every method of a stage sees the same instances; other seeds and stages see others")
    func instances() throws {
        let methods =
            "{ a: { solver: { cg: { tolerance: 1e-12 } } }, b: { solver: { cg: { tolerance: 1e-12 } } }, "
            + "c: { solver: { sor: { tolerance: 1e-12, omega: 1.8 } } } }"
        func stage(_ name: String) -> String {
            "  \(name): { solve: shifted_laplacian, with: { instances: 20 }, methods: \(methods), output: { every: 1 } }"
        }
        let run = try Run(stage("one") + "\n" + stage("two"))
        let a = try run.values("u", of: "one/a")
        #expect(a.count == 2000)
        #expect(try run.values("u", of: "one/b") == a)
        let c = try run.values("u", of: "one/c")
        // Errors are at most the tolerance times ‖b‖ ≤ 10 over the smallest eigenvalue, 0.012, for each of both.
        #expect(zip(a, c).allSatisfy { abs($0 - $1) <= 2 * 1e-12 * 10 / 0.012 })
        #expect(try run.values("u", of: "two/a") != a)
        #expect(try Run(stage("one"), seed: 2).values("u", of: "one/a") != a)
        #expect(try run.values("instance", of: "one/a") == (1...20).map(Double.init))
    }

    @Test("right-hand sides are no longer than √n, and fill the ball")
    func lengths() throws {
        // On one point (4 + c) u = b, so |b| ≤ 1 and b is a normal number cut off there.
        let run = try Run(
            """
              run:
                solve: shifted_laplacian
                with: { points: [1, 1], width: 0, lowest: 0, instances: 5000 }
                using: { solver: cg }
                output: { every: 1 }
            """)
        let b = try run.values("u", of: "run").map { 4 * $0 }
        #expect(b.allSatisfy { abs($0) <= 1 + 1e-8 })
        let n = Double(b.count)
        // The variance of a normal number within ±1 is 1 − 2 φ(1) / (2 Φ(1) − 1) = 0.29112.
        let variance = b.map { $0 * $0 }.reduce(0, +) / n
        let fourth = b.map { pow($0, 4) }.reduce(0, +) / n
        #expect(abs(variance - 0.29112) < 5 * ((fourth - variance * variance) / n).squareRoot() + 1e-5)
    }
}
