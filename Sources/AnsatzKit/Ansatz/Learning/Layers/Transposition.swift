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

extension Tape {
    /// Exchanges the last two of three factors of the shape: `[outer][rows][columns]` to `[outer][columns][rows]`.
    public func transpose(_ x: Value, outer: Int, rows: Int, columns: Int) -> Value {
        if rows == 1 || columns == 1 { return x }
        return record(Transposition<Scalar>(outer: outer, rows: rows, columns: columns), [x])
    }
}
