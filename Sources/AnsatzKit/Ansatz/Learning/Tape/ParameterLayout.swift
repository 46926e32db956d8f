/// How a parameter's numbers lie in memory, where its operation wants them otherwise than files have them.
///
/// Files, and everything that looks at a parameter from outside, have the canonical order: row-major in the declared
/// shape, complex numbers as a last dimension of 2.
public struct ParameterLayout: Sendable {
    /// Stored numbers for a canonical shape; those that no canonical number maps to are padding, and stay 0.
    let storedCount: @Sendable (_ shape: [Int]) -> Int
    /// The stored position of a canonical index.
    let position: @Sendable (_ index: Int) -> Int
    /// Complex numbers are stored as runs of so many real parts, each followed by as many imaginary parts; `nil` for
    /// real parameters.
    let complexRun: Int?

    /// As in files.
    public static let plain = ParameterLayout(complexRun: nil, storedCount: { $0.reduce(1, *) }, position: { $0 })

    /// As in files: real and imaginary part side by side.
    public static let complex = ParameterLayout(complexRun: 1, storedCount: { $0.reduce(1, *) }, position: { $0 })

    /// An order of one's own.
    ///
    /// - Parameters:
    ///   - complexRun: the stored numbers are runs of so many real parts, each followed by as many imaginary parts; `nil`
    ///     where they are no complex numbers.
    ///   - storedCount: numbers stored for the canonical shape.
    ///   - position: where a canonical index is stored; one-to-one.
    public init(
        complexRun: Int?, storedCount: @escaping @Sendable (_ shape: [Int]) -> Int,
        position: @escaping @Sendable (_ index: Int) -> Int
    ) {
        self.complexRun = complexRun
        self.storedCount = storedCount
        self.position = position
    }
}
