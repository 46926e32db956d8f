import Ansatz

extension Reference {
    /// What the cycles rest on.
    static let multigrid = [
        Reference(
            .article, ["J. E. Dendy"], "Black box multigrid", in: "J. Comput. Phys.", volume: "48",
            pages: "366–386", year: 1982, doi: "10.1016/0021-9991(82)90057-2"),
        Reference(
            .book, ["U. Trottenberg", "C. W. Oosterlee", "A. Schüller"], "Multigrid", in: "Academic Press",
            year: 2001),
    ]
}
