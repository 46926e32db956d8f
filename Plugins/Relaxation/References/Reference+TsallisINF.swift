import Ansatz

extension Reference {
    /// Tsallis-INF itself.
    static let tsallisINF = Reference(
        .article, ["J. Zimmert", "Y. Seldin"],
        "Tsallis-INF: An Optimal Algorithm for Stochastic and Adversarial Bandits", in: "J. Mach. Learn. Res.",
        volume: "22(28)", pages: "1–49", year: 2021, arXiv: "1807.07623")
}
