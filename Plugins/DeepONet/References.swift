import Ansatz

extension Reference {
    static var deepONet: Reference {
        Reference(
            .article, ["L. Lu", "P. Jin", "G. Pang", "Z. Zhang", "G. E. Karniadakis"],
            "Learning nonlinear operators via DeepONet based on the universal approximation theorem of operators",
            in: "Nature Machine Intelligence", volume: "3", pages: "218–229", year: 2021,
            doi: "10.1038/s42256-021-00302-5")
    }

    static var fairComparison: Reference {
        Reference(
            .article, ["L. Lu", "X. Meng", "S. Cai", "Z. Mao", "S. Goswami", "Z. Zhang", "G. E. Karniadakis"],
            "A comprehensive and fair comparison of two neural operators (with practical extensions) based on FAIR data",
            in: "Computer Methods in Applied Mechanics and Engineering", volume: "393", pages: "114778", year: 2022,
            doi: "10.1016/j.cma.2022.114778")
    }
}
