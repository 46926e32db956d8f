import Ansatz

/// Relaxation point by point in a given order: what the sweeps are compared with.
struct ScalarRelaxation {
    let stencil: ConstantStencil
    let ω: Double
    /// The points in the order of a sweep.
    private var order: [Int] = []
    /// When each point's turn comes.
    private var turns: [Int] = []

    init(_ stencil: ConstantStencil, ω: Double, isRedBlack: Bool) {
        self.stencil = stencil
        self.ω = ω
        let points = Array(0..<stencil.rows * stencil.columns)
        let isRed = { (point: Int) in (point / stencil.columns + point % stencil.columns) % 2 == 0 }
        order = isRedBlack ? points.filter(isRed) + points.filter { !isRed($0) } : points
        turns = points
        for (turn, point) in order.enumerated() { turns[point] = turn }
    }

    /// The entries of a point's row besides the diagonal.
    private func neighbours(_ point: Int) -> [(point: Int, entry: Double)] {
        let (row, column) = (point / stencil.columns, point % stencil.columns)
        return [
            column > 0 ? (point - 1, stencil.alongRow) : nil,
            column + 1 < stencil.columns ? (point + 1, stencil.alongRow) : nil,
            row > 0 ? (point - stencil.columns, stencil.acrossRows) : nil,
            row + 1 < stencil.rows ? (point + stencil.columns, stencil.acrossRows) : nil,
        ].compactMap { $0 }
    }

    func product(_ x: [Double]) -> [Double] {
        x.indices.map { i in neighbours(i).reduce(stencil.diagonal * x[i]) { $0 + $1.entry * x[$1.point] } }
    }

    /// One sweep of successive over-relaxation.
    func sweep(_ x: inout [Double], _ b: [Double]) {
        for i in order {
            let others = neighbours(i).reduce(0) { $0 + $1.entry * x[$1.point] }
            x[i] = (1 - ω) * x[i] + ω * (b[i] - others) / stencil.diagonal
        }
    }

    /// The SSOR preconditioner, backward factor first.
    func precondition(_ r: [Double]) -> [Double] {
        var u = r
        for i in order.reversed() {
            let later = neighbours(i).filter { turns[$0.point] > turns[i] }
            u[i] = (r[i] - ω * later.reduce(0) { $0 + $1.entry * u[$1.point] }) / stencil.diagonal
        }
        var z = u
        for i in order {
            let earlier = neighbours(i).filter { turns[$0.point] < turns[i] }
            z[i] = u[i] * ω * (2 - ω) - ω * earlier.reduce(0) { $0 + $1.entry * z[$1.point] } / stencil.diagonal
        }
        return z
    }

    /// Preconditioned conjugate gradients from zero; the iterations.
    func conjugateGradients(_ b: [Double], tolerance: Double) -> (x: [Double], iterations: Int) {
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        var (x, r) = (b.map { _ in 0.0 }, b)
        var (p, ρ, iterations) = (x, 1.0, 0)
        while dot(r, r) > tolerance * tolerance * dot(b, b) {
            iterations += 1
            let z = precondition(r)
            let previous = ρ
            ρ = dot(z, r)
            p = zip(z, p).map { iterations == 1 ? $0 : $0 + ρ / previous * $1 }
            let q = product(p)
            let α = ρ / dot(p, q)
            x = zip(x, p).map { $0 + α * $1 }
            r = zip(r, q).map { $0 - α * $1 }
        }
        return (x, iterations)
    }
}
