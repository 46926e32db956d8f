import Ansatz

/// Operators as preconditioners, good and bad. Those on fields know nothing of the matrix but what they are told here.
let testOperators = Plugin("test_operators", version: "1") {
    ExactInverse.self
    Misleading.self
    Misshapen.self
}

/// A⁻¹ of a matrix in compressed rows, by elimination.
struct ExactInverse: Preconditioner {
    static let info = ComponentInfo("exact_inverse", "A⁻¹")
    var options = NoOptions()
    private var factors: LUFactorization?

    var isSymmetricPositiveDefinite: Bool { true }
    var operationsPerApplication: Double { 2 * pow(Double(factors?.order ?? 0), 2) }

    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        let count = system.shape.reduce(1, *)
        var matrix = Tensor<Double>(shape: [count, count])
        for column in 0..<count {
            var unit = Tensor<Double>(shape: system.shape)
            unit.withMutableBuffer { $0[column] = 1 }
            var image = Tensor<Double>(shape: system.shape)
            system.apply(unit, into: &image)
            for (row, value) in image.elements.enumerated() { matrix[row, column] = value }
        }
        factors = try LUFactorization(of: matrix)
    }

    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        guard let factors else { return }
        for (index, value) in try factors.solve(Tensor(Array(r))).elements.enumerated() { z[index] = value }
    }

    private func pow(_ x: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { product, _ in product * x } }
}

/// Answers of the right form that are of no use.
struct Misleading: Operator {
    enum Kind: String, OptionChoice {
        case zeros, nan, infinite, huge, noise, opposite, constant, fixed, throwing, mixed, wavering, same
    }

    struct Options: ComponentOptions {
        var kind = Kind.zeros
        static let keys: [Key<Self>] = [Key("kind", \.kind, help: "what is wrong with it")]
    }

    static let info = ComponentInfo("misleading", "Directions that are of no use")
    var options = Options()
    private var calls = 0

    mutating func apply(_ fields: [Field], _ run: RunContext) throws -> [Field] {
        guard let field = fields.first, fields.count == 1, field.name == "residual" else {
            throw ComputationError.badInput("wanted one field 'residual'", help: nil)
        }
        calls += 1
        let r = field.doubles
        guard abs(norm2(r) - 1) < 1e-12 else {
            throw ComputationError.badInput("wanted a residual of norm 1", help: nil)
        }
        var random = run.random("noise", index: calls)
        let noise = random.normalTensor(shape: r.shape)
        let answer: Tensor<Double>
        switch options.kind {
        case .zeros: answer = Tensor(shape: r.shape)
        case .nan: answer = r.map { _ in .nan }
        case .infinite: answer = r.map { $0 / 0 }
        case .huge: answer = r.map { $0 * 1e200 }
        case .noise: answer = noise
        case .opposite: answer = r.map { -$0 }
        case .constant: answer = Tensor(repeating: Double(calls), shape: r.shape)
        case .fixed:
            var same = run.random("noise")
            answer = same.normalTensor(shape: r.shape)
        case .throwing: throw ComputationError.unsuitable("no weights for this", help: nil)
        case .mixed:
            var mixed = noise
            axpy(0.7 * Double(r.count).squareRoot(), r, &mixed)
            answer = mixed
        case .wavering:
            answer = Tensor(
                zip(r.elements, noise.elements).map { $0 * (1 + 0.5 * min(max($1, -1), 1)) }, shape: r.shape)
        case .same: answer = r
        }
        return [try Field("direction", axes: field.axes, answer)]
    }
}

/// Answers that are not of the form of a preconditioner's.
struct Misshapen: Operator {
    struct Options: ComponentOptions {
        var fields = 1
        static let keys: [Key<Self>] = [Key("fields", \.fields, range: .nonNegative, help: "how many to return")]
    }

    static let info = ComponentInfo("misshapen", "Answers of another form")
    var options = Options()

    func apply(_ fields: [Field], _ run: RunContext) throws -> [Field] {
        try (0..<options.fields).map {
            try Field("f\($0)", axes: [.index("i", count: 7, role: .space)], Tensor<Double>(shape: [7]))
        }
    }
}
