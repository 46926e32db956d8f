import Ansatz
import Testing

@Suite("What multigrid refuses")
struct MultigridRefusalTests {
    /// What both the solver and the preconditioner say of a system.
    private func refusals(_ system: GridDiffusionSystem) throws -> [ComputationError?] {
        var x = Tensor<Double>(shape: system.shape)
        var preconditioner = try multigridPreconditioner()
        let solver = try multigridSolver()
        return [
            #expect(throws: ComputationError.self) { _ = try solver.solve(system, into: &x) },
            #expect(throws: ComputationError.self) { try preconditioner.begin(system, gridRun()) },
        ]
    }

    @Test("negative coefficients and reactions, with what to do")
    func negative() throws {
        for stencil in [constantStencil([9, 9], along: [1, -1, 1]), constantStencil([9, 9], reaction: -0.1)] {
            for error in try refusals(gridSystem(stencil)) {
                guard case .unsuitable(_, let help) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(help?.contains("minres") == true)
            }
        }
    }

    @Test("coefficients that are no numbers", arguments: [Double.nan, .infinity])
    func notFinite(value: Double) throws {
        for stencil in [constantStencil([9, 9], along: [1, value, 1]), constantStencil([9, 9], reaction: value)] {
            for error in try refusals(gridSystem(stencil)) {
                guard case .nonFinite = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test("a row of zeros, by its number")
    func zeroRow() throws {
        var cells = [Double](repeating: 1, count: 63)
        cells[31] = 1e-300
        var stencil = cellStencil([7, 9], .neumann, cells)
        // Cuts the cell off.
        let faces = stencil.faces.map { faces -> DiffusionStencil.Faces in
            guard case .values(let values) = faces.coefficient else { return faces }
            return .init(.values(Tensor(values.elements.map { $0 < 1e-200 ? 0 : $0 }, shape: values.shape)))
        }
        stencil = DiffusionStencil(shape: [7, 9], faces: faces)
        for error in try refusals(gridSystem(stencil, isSingular: true)) {
            #expect(error?.description.contains("unknown 31") == true)
        }
    }

    @Test("a singular system whose right-hand side does not sum to zero")
    func incompatible() throws {
        let system = gridSystem(constantStencil([9, 9], .neumann))
        var x = Tensor<Double>(shape: [9, 9])
        let error = #expect(throws: ComputationError.self) { try multigridSolver().solve(system, into: &x) }
        guard case .unsuitable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a right-hand side with a value that is no number", arguments: [Double.nan, .infinity])
    func rightHandSide(value: Double) throws {
        let system = gridSystem(constantStencil([9, 9]))
        system.rightHandSide[4, 4] = value
        var x = Tensor<Double>(shape: [9, 9])
        let error = #expect(throws: ComputationError.self) { try multigridSolver().solve(system, into: &x) }
        guard case .nonFinite = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a request to stop is heeded")
    func cancellation() throws {
        let system = gridSystem(constantStencil([200, 200]))
        var x = Tensor<Double>(shape: [200, 200])
        #expect(throws: ComputationError.cancelled) {
            try multigridSolver("", gridRun(isCancelled: true)).solve(system, into: &x)
        }
    }

    @Test("a limit too low is said to be too low, and the iterate given")
    func limit() throws {
        let system = gridSystem(constantStencil([40, 40]))
        var x = Tensor<Double>(shape: [40, 40])
        let error = #expect(throws: ComputationError.self) {
            try multigridSolver("max_iterations: 2").solve(system, into: &x)
        }
        guard case .notConverged(_, 2, let residual, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(abs(system.relativeResidual(of: x) - residual) <= 1e-12)
    }
}
