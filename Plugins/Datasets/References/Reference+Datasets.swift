import Ansatz

extension Reference {
    /// The antiderivative as a first operator to learn.
    static let deepONet = Reference(
        .article, ["L. Lu", "P. Jin", "G. Pang", "Z. Zhang", "G. E. Karniadakis"],
        "Learning nonlinear operators via DeepONet based on the universal approximation theorem of operators",
        in: "Nature Machine Intelligence", volume: "3", pages: "218–229", year: 2021, arXiv: "1910.03193")

    /// Advected square waves.
    static let fairComparison = Reference(
        .article, ["L. Lu", "X. Meng", "S. Cai", "Z. Mao", "S. Goswami", "Z. Zhang", "G. E. Karniadakis"],
        "A comprehensive and fair comparison of two neural operators (with practical extensions) based on FAIR data",
        in: "Comput. Methods Appl. Mech. Engrg.", volume: "393", pages: "114778", year: 2022, arXiv: "2111.05512")
}
