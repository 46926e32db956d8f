/// Rows and columns exchanged: `[outer][rows][columns]` becomes `[outer][columns][rows]`.
final class Transposition<Scalar: TensorScalar>: Operation {
    let name = "transpose"
    let outputShape: [Int]
    private let outer: Int
    private let rows: Int
    private let columns: Int

    init(outer: Int, rows: Int, columns: Int) {
        (self.outer, self.rows, self.columns) = (outer, rows, columns)
        outputShape = [outer, columns, rows]
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        exchange(call.input(0), call.output, call.samples * outer, rows, columns, adds: false)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0) else { return }
        exchange(call.outputGradient, target, call.samples * outer, columns, rows, adds: call.accumulates(0))
    }

    @inline(__always)
    private func exchange(
        _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ count: Int, _ rows: Int, _ columns: Int,
        adds: Bool
    ) {
        for part in 0..<count {
            let (x, y) = (x + part * rows * columns, y + part * rows * columns)
            for row in 0..<rows {
                for column in 0..<columns {
                    let value = x[row * columns + column]
                    y[column * rows + row] = adds ? y[column * rows + row] + value : value
                }
            }
        }
    }
}

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

/// Some of the channels.
final class Slice<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "slice"
    let outputShape: [Int]
    private let total: Int
    private let offset: Int
    private let count: Int

    init(_ shape: [Int], channels: Range<Int>) {
        let points = shape.dropFirst().reduce(1, *)
        total = shape[0] * points
        offset = channels.lowerBound * points
        count = channels.count * points
        outputShape = [channels.count] + shape.dropFirst()
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            (call.output + sample * count).update(from: call.input(0) + sample * total + offset, count: count)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0) else { return }
        for sample in 0..<call.samples {
            let start = target + sample * total
            if !call.accumulates(0) { start.update(repeating: 0, count: total) }
            Kernels.copy(call.outputGradient + sample * count, start + offset, count: count, adds: true)
        }
    }
}

extension Tape {
    /// Exchanges the last two of three factors of the shape: `[outer][rows][columns]` to `[outer][columns][rows]`.
    public func transpose(_ x: Value, outer: Int, rows: Int, columns: Int) -> Value {
        if rows == 1 || columns == 1 { return x }
        return record(Transposition<Scalar>(outer: outer, rows: rows, columns: columns), [x])
    }

    /// Some channels of a value, which are its first dimension.
    ///
    /// - Throws: ``ShapeMismatch`` where there are no such channels.
    public func slice(_ x: Value, channels: Range<Int>) throws -> Value {
        guard let count = x.shape.first, channels.upperBound <= count, !channels.isEmpty else {
            throw ShapeMismatch("channels \(channels) of \(x.shape)")
        }
        if channels.count == count { return x }
        return record(Slice<Scalar>(x.shape, channels: channels), [x])
    }
}
