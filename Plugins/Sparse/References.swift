import Ansatz

extension Reference {
    static var saad: Reference {
        Reference(
            .book, ["Y. Saad"], "Iterative methods for sparse linear systems", in: "SIAM", year: 2003,
            doi: "10.1137/1.9780898718003")
    }

    static var smoothedAggregation: Reference {
        Reference(
            .article, ["P. Vaněk", "J. Mandel", "M. Brezina"],
            "Algebraic multigrid by smoothed aggregation for second and fourth order elliptic problems",
            in: "Computing", volume: "56", pages: "179–196", year: 1996, doi: "10.1007/BF02238511")
    }

    static var incompleteCholesky: Reference {
        Reference(
            .article, ["J. A. Meijerink", "H. A. van der Vorst"],
            "An iterative solution method for linear systems of which the coefficient matrix is a symmetric M-matrix",
            in: "Math. Comp.", volume: "31", pages: "148–162", year: 1977,
            doi: "10.1090/S0025-5718-1977-0438681-4")
    }

    static var shiftedCholesky: Reference {
        Reference(
            .article, ["T. A. Manteuffel"],
            "An incomplete factorization technique for positive definite linear systems", in: "Math. Comp.",
            volume: "34", pages: "473–497", year: 1980, doi: "10.1090/S0025-5718-1980-0559197-0")
    }
}
