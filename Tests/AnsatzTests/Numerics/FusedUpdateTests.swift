import Ansatz
import Testing

@Suite("Fused updates of vectors")
struct FusedUpdateTests {
    /// Whole blocks, a rest of a block, a rest of a SIMD vector.
    @Test("have the bits of the separate calls, for any number of threads", arguments: [0, 1, 15, 67, 4096, 13_001])
    func bits(count: Int) {
        var random = RandomStream(seed: 1, purpose: "vectors")
        let (p, q, x, r) = (
            vector(&random, count), vector(&random, count), vector(&random, count), vector(&random, count)
        )
        let α = 0.37
        var (expectedX, expectedR, residual) = (x, r, q)
        axpy(α, p, &expectedX)
        axpy(-α, q, &expectedR)
        xpby(p, -1, &residual)
        for threads in [1, 2, 3].map(Threads.init) {
            var (newX, newR, newQ, added, direction) = (x, r, q, x, q)
            let squares = p.withBuffer { p in
                q.withBuffer { q in
                    newX.withMutableBuffer { x in
                        newR.withMutableBuffer { r in conjugateStep(α, p, x, q, r, threads: threads) }
                    }
                }
            }
            #expect(newX == expectedX && newR == expectedR && squares == dot(expectedR, expectedR))
            let product = p.withBuffer { p in
                r.withBuffer { r in added.withMutableBuffer { axpyDot(α, p, $0, r, threads: threads) } }
            }
            #expect(added == expectedX && product == dot(expectedX, r))
            let residualSquares = p.withBuffer { p in
                newQ.withMutableBuffer { xpbySquared(p, -1, $0, threads: threads) }
            }
            #expect(newQ == residual && residualSquares == dot(residual, residual))
            p.withBuffer { p in direction.withMutableBuffer { xpby(p, -1, $0, threads: threads) } }
            #expect(direction == residual)
        }
    }

    private func vector(_ random: inout RandomStream, _ count: Int) -> Tensor<Double> {
        random.normalTensor(shape: [count])
    }
}
