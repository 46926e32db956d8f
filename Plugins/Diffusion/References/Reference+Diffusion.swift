import Ansatz

extension Reference {
    /// The permeabilities that operator learning is tested with.
    static let fourierNeuralOperator = Reference(
        .inproceedings,
        ["Z. Li", "N. Kovachki", "K. Azizzadenesheli", "B. Liu", "K. Bhattacharya", "A. Stuart", "A. Anandkumar"],
        "Fourier Neural Operator for Parametric Partial Differential Equations", in: "ICLR", year: 2021,
        arXiv: "2010.08895")

    /// The bound of the error in the energy norm.
    static let pragerSynge = Reference(
        .article, ["W. Prager", "J. L. Synge"], "Approximations in elasticity based on the concept of function space",
        in: "Quart. Appl. Math.", volume: "5", pages: "241–269", year: 1947)
}
