import Ansatz
import Foundation
import Testing

@Suite("Iterations of cg with one V(1,1)")
struct MultigridIterationTests {
    @Test(
        "no more than 12 for Poisson, whatever the size and the walls",
        arguments: [
            [64, 64], [85, 85], [101, 101], [256, 256], [421, 421], [97, 300], [32, 32, 32], [31, 50, 23],
        ],
        Walls.allCases)
    func poisson(shape: [Int], walls: Walls) throws {
        let system = gridSystem(constantStencil(shape, walls), isSingular: walls.isSingular)
        #expect(try preconditionedIterations(system, multigridPreconditioner()) <= 12)
    }

    @Test("even extents on all levels bring no coarse point nearer and nearer to a wall", arguments: [480, 512])
    func evenExtents(points: Int) throws {
        let system = gridSystem(constantStencil([points, points], .nearDirichlet))
        #expect(try preconditionedIterations(system, multigridPreconditioner()) <= 9)
    }

    @Test(
        "no more than 25 where a coefficient jumps by 1e4 along smooth curves and surfaces", arguments: Walls.allCases)
    func jumps(walls: Walls) throws {
        for (shape, limit) in [([128, 128], 14), ([85, 85], 14), ([24, 24, 24], 25)] {
            let stencil = cellStencil(shape, walls, thresholdCells(shape, contrast: 1e4))
            let system = gridSystem(stencil, isSingular: walls.isSingular)
            #expect(try preconditionedIterations(system, multigridPreconditioner()) <= limit, "\(shape)")
        }
    }

    @Test("a jump by 1e8 costs little more", arguments: Walls.allCases)
    func largeJumps(walls: Walls) throws {
        let stencil = cellStencil([128, 128], walls, thresholdCells([128, 128], contrast: 1e8))
        let system = gridSystem(stencil, isSingular: walls.isSingular)
        #expect(try preconditionedIterations(system, multigridPreconditioner()) <= 16)
    }

    @Test(
        "no more than 12 where axes have a tenth to a thousandth of the coupling", arguments: [1e-1, 1e-2, 1e-3],
        Walls.allCases)
    func anisotropy(ratio: Double, walls: Walls) throws {
        for coefficients in [[ratio, 1, 1], [1, ratio, 1], [1, 1, ratio], [1, ratio, ratio]] {
            let system = gridSystem(
                constantStencil([24, 31, 20], walls, along: coefficients), isSingular: walls.isSingular)
            #expect(try preconditionedIterations(system, multigridPreconditioner()) <= 12, "\(coefficients)")
        }
    }

    @Test(
        "each smoother, cycle and precision does it, to 1e-10 too",
        arguments: [
            ("smoother: red_black", 11), ("smoother: chebyshev", 13), ("smoother: jacobi", 20),
            ("smoother: red_black, cycle: w", 10), ("precision: double", 11), ("precision: single", 11),
            ("smoother: red_black, pre_sweeps: 2, post_sweeps: 2", 9),
        ])
    func variants(options: String, limit: Int) throws {
        let system = gridSystem(constantStencil([100, 77]))
        #expect(try preconditionedIterations(system, multigridPreconditioner(options), tolerance: 1e-10) <= limit)
    }

    @Test("a heat step's system needs no more than Poisson's", arguments: [1e-4, 1, 1e4])
    func reaction(weight: Double) throws {
        let system = ConstantStencilSystem(
            ConstantStencil(rows: 90, columns: 61, diagonal: 1 + 4 * weight, alongRow: -weight, acrossRows: -weight),
            .symmetricPositiveDefinite)
        system.rightHandSide = randomVector([90, 61], 7)
        #expect(try preconditionedIterations(system, multigridPreconditioner()) <= 9)
    }
}
