import Ansatz

extension Reference {
    /// Where the heat problem, the preconditioner's tuning and the bandit on a grid come from.
    static let learningToRelax = Reference(
        .inproceedings, ["M. Khodak", "E. Chow", "M.-F. Balcan", "A. Talwalkar"],
        "Learning to Relax: Setting Solver Parameters Across a Sequence of Linear System Instances", in: "ICLR",
        year: 2024, arXiv: "2310.02246")
}
