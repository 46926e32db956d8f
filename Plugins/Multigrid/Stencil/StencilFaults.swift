import Ansatz

/// What multigrid can't work with.
extension DiffusionStencil {
    /// What the coefficients are like.
    struct Census {
        /// The largest face coefficient over the smallest that is not zero; 1 where there are none.
        var contrast = 1.0
        /// Whether every constant vector is mapped to zero.
        var isSingular = true
        /// Axes with any coupling between points.
        var isCoupled: [Bool] = []
        /// For each axis, whether anything couples with the walls below and above.
        var hasWalls: [(lower: Bool, upper: Bool)] = []
    }

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for coefficients that are negative, ``nonFinite`` for others
    ///   that are no numbers.
    func census(for method: String) throws -> Census {
        var census = Census()
        var (smallest, largest) = (Double.infinity, 0.0)
        for (axis, faces) in faces.enumerated() {
            var bounds = Bounds()
            var walls = (lower: Bounds(), upper: Bounds())
            switch faces.coefficient {
            case .constant(let k):
                bounds.include(k)
                if !faces.isPeriodic {
                    walls.lower.include(faces.lowerWall)
                    walls.upper.include(faces.upperWall)
                }
            case .values(let values):
                values.withBuffer { bounds.include($0) }
                if !faces.isPeriodic { walls = Self.walls(values, shape, axis) }
            }
            try bounds.check("the face coefficients across axis \(axis)", method)
            try walls.lower.check("the lower wall's coefficients of axis \(axis)", method)
            try walls.upper.check("the upper wall's coefficients of axis \(axis)", method)
            census.isCoupled.append(shape[axis] > 1 && bounds.largest > 0)
            if bounds.largest > 0 && shape[axis] > 1 {
                smallest = min(smallest, bounds.smallestPositive)
                largest = max(largest, bounds.largest)
            }
            census.hasWalls.append((walls.lower.largest > 0, walls.upper.largest > 0))
            if walls.lower.largest > 0 || walls.upper.largest > 0 { census.isSingular = false }
        }
        var reactions = Bounds()
        switch reaction {
        case .constant(let σ): reactions.include(σ)
        case .values(let values): values.withBuffer { reactions.include($0) }
        }
        try reactions.check("the reaction", method)
        if reactions.largest > 0 { census.isSingular = false }
        if largest > 0 { census.contrast = largest / smallest }
        return census
    }

    private static func walls(_ values: Tensor<Double>, _ shape: [Int], _ axis: Int) -> (
        lower: Bounds, upper: Bounds
    ) {
        let inner = shape[(axis + 1)...].reduce(1, *)
        let faces = (shape[axis] + 1) * inner
        var (lower, upper) = (Bounds(), Bounds())
        values.withBuffer { values in
            for start in stride(from: 0, to: values.count, by: faces) {
                lower.include(UnsafeBufferPointer(rebasing: values[start..<(start + inner)]))
                upper.include(UnsafeBufferPointer(rebasing: values[(start + faces - inner)..<(start + faces)]))
            }
        }
        return (lower, upper)
    }
}

/// The range of numbers.
private struct Bounds {
    var smallest = Double.infinity
    var smallestPositive = Double.infinity
    var largest = -Double.infinity
    var isFinite = true

    mutating func include(_ value: Double) {
        smallest = min(smallest, value)
        largest = max(largest, value)
        if value > 0 { smallestPositive = min(smallestPositive, value) }
        if !value.isFinite { isFinite = false }
    }

    mutating func include(_ values: UnsafeBufferPointer<Double>) {
        for value in values { include(value) }
    }

    func check(_ what: String, _ method: String) throws {
        if !isFinite { throw ComputationError.nonFinite(what: what, index: nil) }
        guard smallest < 0 else { return }
        throw ComputationError.unsuitable(
            "\(method) needs coefficients that are not negative, and the least of \(what) is \(smallest)",
            help: "use 'minres' or 'gmres'; with 'preconditioner: multigrid' where the system has a definite one to "
                + "precondition with")
    }
}
