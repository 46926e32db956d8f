import Ansatz

/// What the losses of a finished training say of it, and what to do: stopped early, overfitted, not converged.
struct TrainingOutlook {
    let remarks: [String]
    /// The epoch of the smallest validation error, from 1; `nil` where no samples were held back.
    let bestEpoch: Int?
    let hasStoppedEarly: Bool

    /// Epochs below which nothing is said of how the loss went.
    private static let fewest = 10

    init(of training: Training) {
        let history = training.history
        let errors = history.compactMap(\.validationError)
        let best = errors.indices.min { errors[$0] < errors[$1] }
        bestEpoch = best.map { history[$0].epoch }
        hasStoppedEarly = training.hasStoppedEarly
        var remarks: [String] = []
        if training.hasStoppedEarly, let best {
            remarks.append(
                "stopped early, after \(history.count) of \(training.recipe.epochs) epochs: the validation error had been "
                    + "smallest in epoch \(history[best].epoch), whose weights the model has")
        }
        // A network that is fitted at once has no course of losses.
        if history.count >= Self.fewest, let last = history.last {
            remarks += Self.courses(history, last, errors, best, isStopped: training.hasStoppedEarly)
        }
        self.remarks = remarks
    }

    private static func courses(
        _ history: [EpochRecord], _ last: EpochRecord, _ errors: [Double], _ best: Int?, isStopped: Bool
    ) -> [String] {
        if last.trainingLoss > 0.9 * history[0].trainingLoss {
            return [
                "learned little: the training loss went from \(shown(history[0].trainingLoss)) to "
                    + "\(shown(last.trainingLoss)); try another 'learning_rate', or inputs that tell more of the outputs"
            ]
        }
        var remarks: [String] = []
        if let best, let error = last.validationError {
            if error > 1.1 * errors[best], last.trainingLoss < history[best].trainingLoss {
                remarks.append(
                    "overfitted: the validation error was \(shown(errors[best])) after epoch \(history[best].epoch) and is "
                        + "\(shown(error)) at the end, while the training loss fell; "
                        + (isStopped ? "" : "set 'patience' to take the best weights, or ")
                        + "give more samples, fewer weights or more 'weight_decay'")
            } else if error > 3 * last.trainingLoss {
                remarks.append(
                    "overfitted: the validation error, \(shown(error)), is \(shown(error / last.trainingLoss)) times the "
                        + "training loss; more samples would help, or fewer weights")
            }
        }
        if remarks.isEmpty, !isStopped, let fall = fall(errors.isEmpty ? history.map(\.trainingLoss) : errors),
            fall > 0.05
        {
            remarks.append(
                "not converged: over the last tenth of the epochs the "
                    + (errors.isEmpty ? "training loss" : "validation error")
                    + " fell by \(shown(100 * fall)) percent; "
                    + "more 'epochs' would help")
        }
        return remarks
    }

    /// By which part the mean of the last tenth is below that of the tenth before.
    private static func fall(_ values: [Double]) -> Double? {
        let part = values.count / 10
        guard part >= 1 else { return nil }
        let (before, after) = (values.dropLast(part).suffix(part), values.suffix(part))
        let (old, new) = (before.reduce(0, +), after.reduce(0, +))
        return old > 0 ? 1 - new / old : nil
    }

    private static func shown(_ value: Double) -> String { NumberFormat.significant(3).string(value) }
}
