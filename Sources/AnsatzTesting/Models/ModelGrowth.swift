import Ansatz
import Glibc

/// Logistic growth at a rate that changes in time, a nonlinear evolution whose solution is known:
///
///     dy/dt = c(t) y (1 − y),  c(t) = 1 + cos(t)/2:    y(t) = 1 / (1 + (1/y₀ − 1) e^(−t − sin(t)/2)),
///
/// for several y₀ between 1/10 and 3/2.
final class ModelGrowth: EvolutionProblem {
    private let start = [0.1, 0.35, 0.6, 0.9, 1.2, 1.5]

    func initialState() throws -> Tensor<Double> { Tensor(start) }

    func solution(at time: Double) -> Tensor<Double> {
        Tensor(start.map { 1 / (1 + (1 / $0 - 1) * exp(-time - sin(time) / 2)) })
    }

    func rate(of state: Tensor<Double>, at time: Double, into rate: inout Tensor<Double>) throws {
        rate = Tensor(state.elements.map { (1 + cos(time) / 2) * $0 * (1 - $0) })
    }

    func defect(
        of new: Tensor<Double>, from old: Tensor<Double>, time: Double, step: Double, scheme: StepScheme
    ) throws -> Double? { nil }
}
