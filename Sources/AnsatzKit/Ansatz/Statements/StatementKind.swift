/// What a method can be asked: the kinds of statements that problems offer and methods take.
public struct StatementKind: Hashable, Sendable, CustomStringConvertible {
    /// Its name in messages: "a linear system".
    public let description: String
    /// Kinds that this one is a special case of.
    private let generalizations: [String]

    private init(_ description: String, specializing generalizations: [StatementKind] = []) {
        self.description = description
        self.generalizations = generalizations.flatMap { [$0.description] + $0.generalizations }
    }

    /// Products with the matrix, and a right-hand side.
    public static let linearSystem = StatementKind("a linear system")
    /// A linear system whose matrix entries are known.
    public static let sparseSystem = StatementKind(
        "a linear system with a sparse matrix", specializing: [.linearSystem])
    /// One whose matrix is a diffusion operator on a structured grid in one to three dimensions.
    public static let diffusionSystem = StatementKind("a diffusion system on a grid", specializing: [.sparseSystem])
    /// One whose matrix is a constant five-point stencil in two dimensions with zero boundary values.
    public static let stencilSystem = StatementKind(
        "a linear system with a constant five-point stencil", specializing: [.diffusionSystem])
    /// du/dt = F(t, u).
    public static let evolution = StatementKind("an evolution equation")
    /// An evolution equation that is linear in the unknowns, and so poses a linear system for an implicit step.
    public static let linearEvolution = StatementKind("a linear evolution equation", specializing: [.evolution])

    /// Whether something that takes `other` can be given this.
    public func serves(as other: StatementKind) -> Bool {
        self == other || generalizations.contains(other.description)
    }
}
