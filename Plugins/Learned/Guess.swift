import Ansatz

/// What a model proposes as the start of a solver, stretched and compared with the start that was given.
struct Guess {
    /// α x₀.
    private(set) var start: Tensor<Double>
    private(set) var isUsed = false
    /// ‖b − A α x₀‖ / ‖b‖.
    private(set) var residual = Double.nan
    /// Counted operations of the comparison.
    private(set) var work = 0.0

    /// No guess.
    init(start: Tensor<Double>) { self.start = start }

    init(_ system: any LinearSystem, _ inverse: LearnedInverse, given: Tensor<Double>) throws {
        let b = system.rightHandSide
        start = Tensor(shape: system.shape)
        try b.withBuffer { b in
            try start.withMutableBuffer { try inverse.apply(b, into: $0) }
        }
        guard start.firstNonFinite == nil else { return }
        work = 2 * system.operationsPerProduct + 8 * Double(b.count)
        guard Self.hasEnergy(system) else {
            residual = system.relativeResidual(of: start)
            isUsed = residual < system.relativeResidual(of: given)
            return
        }
        var product = Tensor<Double>(shape: system.shape)
        system.apply(start, into: &product)
        let (curvature, slope) = (dot(start, product), dot(start, b))
        guard curvature > 0, curvature.isFinite, slope.isFinite else { return }
        let alpha = slope / curvature
        start.withMutableBuffer { for index in $0.indices { $0[index] *= alpha } }
        residual = system.relativeResidual(of: start)
        let energy = -slope * slope / curvature / 2
        system.apply(given, into: &product)
        isUsed = residual.isFinite && energy < dot(given, product) / 2 - dot(given, b)
    }

    private static func hasEnergy(_ system: any LinearSystem) -> Bool {
        system.matrixClass == .symmetricPositiveDefinite || system.matrixClass == .symmetricPositiveSemidefinite
    }

    /// The distance from the answer in the energy norm, relative to that of the given start.
    func error(of answer: Tensor<Double>, given: Tensor<Double>, _ system: any LinearSystem) -> Double {
        guard Self.hasEnergy(system) else { return .nan }
        func distance(_ other: Tensor<Double>) -> Double {
            var difference = other
            axpy(-1, answer, &difference)
            var product = difference
            system.apply(difference, into: &product)
            return max(dot(difference, product), 0).squareRoot()
        }
        return distance(start) / distance(given)
    }
}
