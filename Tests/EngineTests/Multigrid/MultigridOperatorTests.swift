import Ansatz
import Foundation
import Testing

/// Shapes with odd, even, prime and tiny extents.
private let shapes: [[Int]] = [
    [1], [2], [3], [17], [64], [100], [1, 9], [9, 1], [2, 2], [3, 3], [5, 4], [17, 17], [16, 33], [40, 7], [2, 31],
    [1, 1, 5], [5, 1, 9], [3, 3, 3], [7, 8, 9], [2, 11, 6], [16, 5, 20],
]

@Suite("The multigrid preconditioner as a matrix")
struct MultigridOperatorTests {
    @Test("u'Mv = v'Mu, and v'Mv > 0", arguments: shapes, Walls.allCases)
    func symmetry(shape: [Int], walls: Walls) throws {
        for options in ["", "cycle: w", "smoother: chebyshev", "smoother: jacobi, pre_sweeps: 2, post_sweeps: 2"] {
            let stencil = cellStencil(shape, walls, thresholdCells(shape, contrast: 30))
            var preconditioner = try multigridPreconditioner("precision: double, \(options)")
            try preconditioner.begin(gridSystem(stencil, isSingular: walls.isSingular), gridRun())
            #expect(preconditioner.isSymmetricPositiveDefinite)
            let u = randomVector(shape, 1, sumsToZero: walls.isSingular)
            let v = randomVector(shape, 2, sumsToZero: walls.isSingular)
            let (mu, mv) = (try preconditioner.image(of: u), try preconditioner.image(of: v))
            // Each image has rounding errors of some hundred units of its own size.
            let scale = norm2(u) * norm2(mv) + norm2(v) * norm2(mu)
            #expect(abs(dot(u, mv) - dot(v, mu)) <= 1e-12 * scale, "\(options)")
            if walls.isSingular && u.count == 1 { continue }
            #expect(dot(u, mu) > 0 && dot(v, mv) > 0, "\(options)")
        }
    }

    @Test("symmetric to its own rounding in single precision too", arguments: [[33, 20], [9, 12, 15]])
    func singlePrecision(shape: [Int]) throws {
        var preconditioner = try multigridPreconditioner("precision: single")
        try preconditioner.begin(gridSystem(constantStencil(shape)), gridRun())
        let (u, v) = (randomVector(shape, 1), randomVector(shape, 2))
        let (mu, mv) = (try preconditioner.image(of: u), try preconditioner.image(of: v))
        #expect(abs(dot(u, mv) - dot(v, mu)) <= 1e-5 * (norm2(u) * norm2(mv) + norm2(v) * norm2(mu)))
    }

    @Test("unequal sweeps and full multigrid are not said to be symmetric")
    func unsymmetric() throws {
        for options in ["pre_sweeps: 2", "post_sweeps: 0", "cycle: full_multigrid"] {
            #expect(try !multigridPreconditioner(options).isSymmetricPositiveDefinite, "\(options)")
        }
    }

    @Test("on a line one cycle is the inverse", arguments: [2, 3, 9, 16, 31, 100, 257], [Walls.dirichlet, .mixed])
    func line(points: Int, walls: Walls) throws {
        let cells = thresholdCells([points], contrast: 7)
        let system = gridSystem(cellStencil([points], walls, cells))
        var preconditioner = try multigridPreconditioner("precision: double")
        try preconditioner.begin(system, gridRun())
        let x = try preconditioner.image(of: system.rightHandSide)
        // ‖A‖‖A⁻¹‖ < 7 · 4 · points² · 7.
        #expect(system.relativeResidual(of: x) <= 200 * Double(points * points) * Double.ulpOfOne)
    }

    /// With no sweeps before it, the correction is the A-orthogonal projection I − P (PᵀAP)⁻¹ PᵀA exactly where the coarse
    /// matrix is PᵀAP. So as many directions as there are coarse points are reduced to zero.
    @Test(
        "the coarse matrix is PᵀAP", arguments: [([9, 7], 12), ([8, 7], 12), ([3, 4, 5], 4), ([6, 3, 3], 3)])
    func galerkin(shape: [Int], coarsePoints: Int) throws {
        let n = shape.reduce(1, *)
        let system = gridSystem(cellStencil(shape, .dirichlet, thresholdCells(shape, contrast: 5)))
        var preconditioner = try multigridPreconditioner(
            "precision: double, smoother: jacobi, pre_sweeps: 0, post_sweeps: 1")
        try preconditioner.begin(system, gridRun())
        let matrix = try system.matrix()
        var error = Tensor<Double>(shape: [n, n])
        for column in 0..<n {
            let entries = (0..<n).map { matrix[$0, column] }
            let image = try preconditioner.image(of: Tensor(entries, shape: shape)).elements
            for row in 0..<n { error[row, column] = (row == column ? 1 : 0) - image[row] }
        }
        let values = try SingularValueDecomposition(of: error).values.elements
        #expect(values.count { $0 < 1e-12 } == coarsePoints)
    }

    @Test("the same galerkin product holds on periodic axes with a seam", arguments: [([5, 7], 12), ([3, 3, 5], 12)])
    func galerkinAtSeams(shape: [Int], coarsePoints: Int) throws {
        let n = shape.reduce(1, *)
        var stencil = cellStencil(shape, .periodic, thresholdCells(shape, contrast: 5))
        stencil = DiffusionStencil(shape: shape, faces: stencil.faces, reaction: .constant(0.3))
        let system = gridSystem(stencil)
        var preconditioner = try multigridPreconditioner(
            "precision: double, smoother: jacobi, pre_sweeps: 0, post_sweeps: 1")
        try preconditioner.begin(system, gridRun())
        let matrix = try system.matrix()
        var error = Tensor<Double>(shape: [n, n])
        for column in 0..<n {
            let entries = (0..<n).map { matrix[$0, column] }
            let image = try preconditioner.image(of: Tensor(entries, shape: shape)).elements
            for row in 0..<n { error[row, column] = (row == column ? 1 : 0) - image[row] }
        }
        let values = try SingularValueDecomposition(of: error).values.elements
        #expect(values.count { $0 < 1e-12 } == coarsePoints)
    }

    @Test("constants pass unnoticed where the matrix maps them to zero", arguments: [[20, 13], [5, 6, 7]])
    func constants(shape: [Int]) throws {
        for walls in [Walls.neumann, .periodic] {
            var preconditioner = try multigridPreconditioner("precision: double")
            try preconditioner.begin(gridSystem(constantStencil(shape, walls), isSingular: true), gridRun())
            let r = randomVector(shape, 3, sumsToZero: true)
            let shifted = Tensor(r.elements.map { $0 + 5 }, shape: shape)
            let (z, other) = (try preconditioner.image(of: r), try preconditioner.image(of: shifted))
            #expect(abs(z.elements.reduce(0, +)) <= 1e-12 * norm2(z) * Double(z.count))
            for (a, b) in zip(z.elements, other.elements) { #expect(abs(a - b) <= 1e-11 * norm2(z)) }
        }
    }

    @Test("the same bits for any number of threads", arguments: [[200, 300], [36, 40, 37]], Walls.allCases)
    func threads(shape: [Int], walls: Walls) throws {
        let system = gridSystem(
            cellStencil(shape, walls, thresholdCells(shape, contrast: 30)), isSingular: walls.isSingular)
        var images: [Tensor<Double>] = []
        for count in 1...3 {
            var preconditioner = try multigridPreconditioner()
            try preconditioner.begin(system, gridRun(threads: count))
            images.append(try preconditioner.image(of: system.rightHandSide, gridRun(threads: count)))
        }
        #expect(images[1] == images[0])
        #expect(images[2] == images[0])
    }
    /// What threads share is made by whoever calls, not by the first of them that needs it: two that come at once would
    /// each make their own. That can go well many times, so many set-ups are tried, each with its first cycle.
    @Test(
        "the first cycle has the same bits on any number of threads", arguments: ["red_black", "chebyshev", "jacobi"])
    func firstCycle(smoother: String) throws {
        let shape = [200, 300]
        let system = gridSystem(constantStencil(shape, .dirichlet))
        let options = "smoother: \(smoother), precision: double"
        func image(threads: Int) throws -> Tensor<Double> {
            var preconditioner = try multigridPreconditioner(options)
            try preconditioner.begin(system, gridRun(threads: threads))
            return try preconditioner.image(of: system.rightHandSide, gridRun(threads: threads))
        }
        let expected = try image(threads: 1)
        let wrong = try (0..<40).count { try image(threads: 2 + $0 % 2) != expected }
        #expect(wrong == 0, "of 40 cycles")
    }
}
