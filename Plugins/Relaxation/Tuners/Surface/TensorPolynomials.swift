/// Products of Chebyshev polynomials of a parameter u and of context coordinates s₁, s₂, ..., all in [−1, 1].
///
/// Feature (k, j) is Tₖ(u) ψⱼ(s). The ψⱼ are products of Chebyshev polynomials of the coordinates in order of their
/// total degree; those up to degree D − k go with Tₖ, so that no feature exceeds the total degree D. Features with the
/// same k are neighbours.
final class TensorPolynomials: Sendable {
    /// The largest k.
    let parameterDegree: Int
    /// D.
    let degree: Int
    let contextCount: Int
    /// How many ψⱼ go with each Tₖ.
    let widths: [Int]
    /// The index of each feature (k, 0).
    let starts: [Int]
    /// Number of features.
    let count: Int
    /// Degrees of the factors of each ψⱼ: `contextCount` numbers each.
    private let exponents: [Int]
    /// Total degree of each ψⱼ.
    private let contextDegrees: [Int]

    /// The largest total degree up to 6 that keeps the features to 35.
    ///
    /// - Parameter hasParameter: whether there is a u at all.
    init(contextCount: Int, hasParameter: Bool) {
        let variables = contextCount + (hasParameter ? 1 : 0)
        let degree = (1...6).last { Self.count(variables, upTo: $0) <= 35 } ?? 1
        let exponents = (0...degree).flatMap { Self.exponents(contextCount, total: $0) }
        self.degree = degree
        self.contextCount = contextCount
        self.exponents = exponents.flatMap(\.self)
        let contextDegrees = exponents.map { $0.reduce(0, +) }
        self.contextDegrees = contextDegrees
        parameterDegree = hasParameter ? degree : 0
        widths = (0...parameterDegree).map { k in contextDegrees.count { $0 <= degree - k } }
        starts = widths.indices.map { [widths] k in widths[..<k].reduce(0, +) }
        count = widths.reduce(0, +)
    }

    /// Number of ψⱼ.
    var width: Int { widths[0] }

    /// The total degree of feature (k, j).
    func degree(_ k: Int, _ j: Int) -> Int { k + contextDegrees[j] }

    /// ψⱼ(s) for all j.
    ///
    /// - Parameter table: work space for `contextCount * (degree + 1)` numbers.
    func evaluateContext(_ s: [Double], table: inout [Double], into ψ: inout [Double]) {
        let stride = degree + 1
        for variable in 0..<contextCount {
            Self.chebyshev(s[variable], degree, into: &table, at: variable * stride)
        }
        var factor = 0
        for j in ψ.indices {
            var product = 1.0
            for variable in 0..<contextCount {
                product *= table[variable * stride + exponents[factor]]
                factor += 1
            }
            ψ[j] = product
        }
    }

    /// T₀(x), ..., Tₙ(x) from `start` on.
    static func chebyshev(_ x: Double, _ n: Int, into values: inout [Double], at start: Int = 0) {
        values[start] = 1
        if n > 0 { values[start + 1] = x }
        for k in stride(from: 2, through: n, by: 1) {
            values[start + k] = 2 * x * values[start + k - 1] - values[start + k - 2]
        }
    }

    /// Number of monomials of so many variables up to a total degree.
    private static func count(_ variables: Int, upTo degree: Int) -> Int {
        (0..<variables).reduce(1) { $0 * (degree + $1 + 1) / ($1 + 1) }
    }

    /// All degrees of so many factors with this sum.
    private static func exponents(_ variables: Int, total: Int) -> [[Int]] {
        if variables == 0 { return total == 0 ? [[]] : [] }
        return (0...total).reversed().flatMap { first in
            exponents(variables - 1, total: total - first).map { [first] + $0 }
        }
    }
}
