import Ansatz
import Glibc

/// dv/dt = −κ(t) A v + f(t) for v = T − boundary at the inner corners, A minus the five-point Laplacian.
final class HeatEvolution: LinearEvolution {
    private let grid: RectangleGrid
    private let boundary: Double
    private let diffusivity: any FieldSampler
    private let initial: any FieldSampler
    private let forcing: any FieldSampler
    /// The linear system of one implicit step; its storage serves all steps. The context is κ at the start of the step.
    private let system: ConstantStencilSystem
    private let workspace: Workspace
    private var forcingTime = Double.nan
    /// What the system's right-hand side was computed for; its state is in the workspace.
    private var assembled: Assembly?

    private struct Assembly: Equatable {
        var time: Double
        var step: Double
        var θ: Double
    }

    init(
        grid: RectangleGrid, boundary: Double, diffusivity: any FieldSampler, initial: any FieldSampler,
        forcing: any FieldSampler, diffusivityRange: ClosedRange<Double>?
    ) {
        self.grid = grid
        self.boundary = boundary
        self.diffusivity = diffusivity
        self.initial = initial
        self.forcing = forcing
        system = ConstantStencilSystem(
            grid.stencil(scaledBy: 0, hasIdentity: true), .symmetricPositiveDefinite,
            context: [ContextVariable("diffusivity", 0, in: diffusivityRange)])
        workspace = Workspace(count: grid.unknowns, vectors: 3)
    }

    func initialState() throws -> Tensor<Double> {
        var state = Tensor<Double>(shape: [grid.rows, grid.columns])
        try state.withMutableBuffer { state in
            try initial.sample(at: 0, into: state)
            for index in state.indices { state[index] -= boundary }
        }
        return state
    }

    /// κ at a time.
    private func κ(_ time: Double) throws -> Double {
        let value = try diffusivity.value(at: time)
        guard value >= 0 else {
            throw ComputationError.badInput(
                "the diffusivity is \(value) at t = \(time)", help: "it must be a number that is not negative")
        }
        return value
    }

    /// f at a time, kept until another is asked for.
    private func f(_ time: Double) throws -> UnsafeBufferPointer<Double> {
        if time != forcingTime {
            try forcing.sample(at: time, into: workspace[0])
            forcingTime = time
        }
        return UnsafeBufferPointer(workspace[0])
    }

    func rate(of state: Tensor<Double>, at time: Double, into rate: inout Tensor<Double>) throws {
        let f = try f(time)
        let stencil = grid.stencil(scaledBy: -(try κ(time)), hasIdentity: false)
        state.withBuffer { state in
            rate.withMutableBuffer { rate in
                stencil.apply(state, into: rate)
                axpy(1, f, rate)
            }
        }
    }

    func implicitStep(
        from state: Tensor<Double>, time: Double, step: Double, theta: Double
    ) throws -> any LinearSystem {
        try assemble(Assembly(time: time, step: step, θ: theta), from: state)
        system.context[0].value = try κ(time)
        return system
    }

    /// Computes matrix and right-hand side of an implicit step.
    private func assemble(_ assembly: Assembly, from state: Tensor<Double>) throws {
        assembled = nil
        let (step, θ, middle) = (assembly.step, assembly.θ, assembly.time + assembly.step / 2)
        let (κ, f) = (try κ(middle), try f(middle))
        let explicit = grid.stencil(scaledBy: -(1 - θ) * step * κ, hasIdentity: true)
        system.stencil = grid.stencil(scaledBy: θ * step * κ, hasIdentity: true)
        state.withBuffer { state in
            system.rightHandSide.withMutableBuffer { b in
                explicit.apply(state, into: b)
                axpy(step, f, b)
            }
            _ = workspace[1].update(fromContentsOf: state)
        }
        assembled = assembly
    }

    func defect(
        of new: Tensor<Double>, from old: Tensor<Double>, time: Double, step: Double, scheme: StepScheme
    ) throws -> Double? {
        guard case .theta(let θ) = scheme else { return nil }
        // The right-hand side at hand is this object's own work; it serves where it was made for this very step.
        let wanted = Assembly(time: time, step: step, θ: θ)
        if assembled != wanted || !old.withBuffer({ isEqual($0, UnsafeBufferPointer(workspace[1])) }) {
            try assemble(wanted, from: old)
        }
        let r = workspace[2]
        new.withBuffer { system.stencil.apply($0, into: r) }
        return system.rightHandSide.withBuffer { b in
            xpby(b, -1, r)
            let (norm, scale) = (norm2(UnsafeBufferPointer(r)), norm2(b))
            return scale == 0 ? norm : norm / scale
        }
    }

    private func isEqual(_ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>) -> Bool {
        guard let first = a.baseAddress, let second = b.baseAddress else { return a.count == b.count }
        return a.count == b.count && memcmp(first, second, a.count * MemoryLayout<Double>.stride) == 0
    }
}
