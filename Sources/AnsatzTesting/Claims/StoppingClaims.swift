import Ansatz

extension Subject {
    /// Asked to stop at any moment, it stops within 100 ms of work.
    func checkCancellation() throws {
        // Upwards: a solver that never asks can't be stopped, and is caught where it takes a second and not a minute.
        let sides: [Int] =
            switch entry.role {
            // The model's rate of change is part of a step, and slower than a real one.
            case .integrator: [128, 256, 512]
            case .solver, .operator, .metric: [64, 128, 256, 512, 1024]
            default: [1]
            }
        for side in sides { try checkCancellation(side) }
    }

    private func checkCancellation(_ side: Int) throws {
        var best = Double.infinity
        var polls = 0
        // The processor's clock, caches and neighbours vary: the best of three tries is the component's own doing. What
        // is far beyond needs no second try, least of all of a component that never asks.
        for _ in 0..<3 {
            let watch = PollWatch(patience: 0.15)
            var isFinished = false
            do {
                let run = context(cancellation: { watch.isCancelled() })
                var exercise = try exercise(.hard(side), run)
                watch.start()
                for index in 0..<exercise.calls {
                    _ = try exercise.call(index)
                    if watch.finish().wasTold { break }
                }
                isFinished = true
            } catch ComputationError.cancelled {
            } catch is ComputationError {
                // Work that a component refuses, or can't finish, is not what this check is about.
            }
            let result = watch.finish()
            polls = result.polls
            if isFinished, result.wasTold {
                throw ContractViolation(
                    "told to stop, it went on and returned\(Self.size(side))",
                    help: "call `try run.checkCancellation()`, which throws")
            }
            best = min(best, result.longest)
            if best <= PollWatch.limit { return }
            if best > (polls == 0 ? 2 : 20) * PollWatch.limit { break }
        }
        throw ContractViolation(
            "it worked \((best * 1000).rounded()) ms without asking whether to stop (\(polls) polls)\(Self.size(side))",
            help: "call `try run.checkCancellation()` every few milliseconds of work")
    }

    private static func size(_ side: Int) -> String { side > 1 ? ", on \(side) x \(side) points" : "" }

    /// The option that limits a solver's iterations.
    var iterationLimit: String? {
        values.iterationLimit ?? entry.keys.first { $0.type == .integer && $0.name.hasPrefix("max_") }?.name
    }

    /// A solver that stops at its limit throws, rather than passing off what it has as an answer.
    func checkIterationLimit() throws {
        guard let option = iterationLimit else { return }
        let run = context()
        let solver = try run.bind(ComponentChoice<any Solver>(configured([option: 1])))
        let system = ModelSystem.hard(64, 64)
        var x = Tensor<Double>(shape: system.shape)
        do {
            _ = try solver.solve(system, into: &x)
        } catch ComputationError.notConverged {
            return
        } catch ComputationError.unsuitable {
            return
        }
        let residual = system.residual(of: x)
        if residual <= values.residualLimit { return }
        throw ContractViolation(
            "with '\(option)' 1 it returned an answer of relative residual \(residual)",
            help: "throw ComputationError.notConverged where the limit is reached first")
    }
}
