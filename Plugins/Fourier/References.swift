import Ansatz

extension Reference {
    static let fourierNeuralOperator = Reference(
        .article,
        [
            "Z. Li", "N. Kovachki", "K. Azizzadenesheli", "B. Liu", "K. Bhattacharya", "A. Stuart", "A. Anandkumar",
        ], "Fourier Neural Operator for Parametric Partial Differential Equations", in: "ICLR", year: 2021)

    static let tensorizedFourierNeuralOperator = Reference(
        .article, ["J. Kossaifi", "N. Kovachki", "K. Azizzadenesheli", "A. Anandkumar"],
        "Multi-Grid Tensorized Fourier Neural Operator for High-Resolution PDEs",
        in: "Transactions on Machine Learning Research", year: 2024)

    static let neuralOperatorLibrary = Reference(
        .article, ["J. Kossaifi", "N. Kovachki", "Z. Li", "D. Pitt", "M. Liu-Schiaffini", "V. Duruisseaux"],
        "A Library for Learning Neural Operators", in: "arXiv:2412.10354", year: 2024)
}
