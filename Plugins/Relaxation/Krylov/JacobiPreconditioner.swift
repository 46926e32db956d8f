import Ansatz

/// The inverse of the matrix's diagonal as a preconditioner: zᵢ = rᵢ/aᵢᵢ.
///
/// Needs a matrix whose entries are known, with a positive diagonal. It pays where the diagonal varies; on a constant one
/// it changes nothing.
struct JacobiPreconditioner: Preconditioner {
    static let info = ComponentInfo(
        "jacobi", "Division by the matrix's diagonal, as a preconditioner",
        references: [
            Reference(
                .article, ["C. G. J. Jacobi"],
                "Ueber eine neue Auflösungsart der bei der Methode der kleinsten Quadrate vorkommenden lineären "
                    + "Gleichungen", in: "Astron. Nachr.", volume: "22", pages: "297–306", year: 1845)
        ])

    var options = NoOptions()
    /// 1/aᵢᵢ.
    private var inverse: [Double] = []

    var isSymmetricPositiveDefinite: Bool { true }
    var operationsPerApplication: Double { Double(inverse.count) }
    var operationsOfSetUp: Double { Double(inverse.count) }

    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        let diagonal: Tensor<Double>
        switch system {
        case let system as any DiffusionSystem: diagonal = system.diffusion.diagonal()
        case let system as any SparseSystem: diagonal = Tensor(try system.matrix().diagonal)
        default:
            throw ComputationError.unsuitable(
                "jacobi needs the matrix's diagonal, and this system offers only products",
                help: "leave the preconditioner out")
        }
        try run.checkCancellation()
        inverse = Array(repeating: 0, count: diagonal.count)
        let bad = diagonal.withBuffer { diagonal in
            inverse.withUnsafeMutableBufferPointer { inverse -> Int? in
                for index in inverse.indices {
                    let value = diagonal[index]
                    inverse[index] = 1 / value
                    guard value > 0, value.isFinite, inverse[index].isFinite else { return index }
                }
                return nil
            }
        }
        if let bad {
            throw ComputationError.unsuitable(
                "jacobi needs a positive diagonal, and that of row \(bad) is \(diagonal.withBuffer { $0[bad] })",
                help: "leave the preconditioner out, or choose another")
        }
    }

    func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        guard r.count == inverse.count, z.count == r.count else {
            throw ComputationError.unsuitable("jacobi was told no matrix of \(r.count) rows", help: nil)
        }
        inverse.withUnsafeBufferPointer { inverse in
            for index in z.indices { z[index] = inverse[index] * r[index] }
        }
    }
}
