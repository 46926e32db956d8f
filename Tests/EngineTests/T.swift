import Testing
import Ansatz
@Test func tensor() { #expect(Tensor<Double>(shape: [2, 3]).count == 6) }
