import Ansatz

extension Reference {
    /// Where the layers are from.
    static let mgno = [
        Reference(
            .article, ["J. He", "X. Liu", "J. Xu"],
            "MgNO: Efficient Parameterization of Linear Operators via Multigrid", in: "ICLR", year: 2024)
    ]
}
