/// One number a channel, at every point of a grid.
final class Broadcast<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "broadcast"
    let outputShape: [Int]
    private let channels: Int
    private let points: Int

    init(channels: Int, grid: [Int]) {
        self.channels = channels
        points = grid.reduce(1, *)
        outputShape = [channels] + grid
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        Kernels.fillRows(call.input(0), call.output, rows: call.samples * channels, columns: points)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0) else { return }
        Kernels.rowSums(
            call.outputGradient, target, rows: call.samples * channels, columns: points, adds: call.accumulates(0))
    }
}
