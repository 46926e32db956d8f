/// What smooths a level, with what it needs there.
///
/// Made with the level, since the loops of all threads use it.
enum Smoother<Scalar: GridScalar> {
    case redBlack
    /// - Parameters:
    ///   - bound: no eigenvalue of D⁻¹A lies above.
    ///   - direction: memory for the first of the two updates.
    case chebyshev(bound: Scalar, direction: GridVector<Scalar>)
    case jacobi(bound: Scalar)

    init(_ kind: SmootherKind, _ matrix: GridOperator<Scalar>) {
        self =
            switch kind {
            case .redBlack: .redBlack
            case .chebyshev:
                .chebyshev(bound: matrix.gershgorinBound(), direction: GridVector(matrix.layout))
            case .jacobi: .jacobi(bound: matrix.gershgorinBound())
            }
    }
}

extension GridLevel {
    /// One sweep over the level's solution.
    func smooth(forward isForward: Bool) {
        switch smoother {
        case .redBlack: sweepColours(forward: isForward)
        case .chebyshev(let bound, let direction): sweepChebyshev(bound, direction)
        case .jacobi(let bound): sweepJacobi(bound)
        }
    }
}

extension GridOperator {
    /// max Σ |aₚ| / d over the rows.
    fileprivate func gershgorinBound() -> Scalar {
        var bound: Scalar = 1
        for z in rows.zTypes.examples {
            for y in rows.yTypes.examples {
                let neighbours = allOffsets.compactMap { couplings($0, z, y) }
                let inverse = rows.row(Self.inverseDiagonal, z, y)
                for x in 0..<layout.x.count {
                    var sum: Scalar = 0
                    for k in neighbours { sum += abs(k[x]) }
                    bound = max(bound, 1 + sum * inverse[x])
                }
            }
        }
        return bound
    }
}
