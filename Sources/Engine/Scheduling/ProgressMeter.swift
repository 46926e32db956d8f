import Ansatz

/// Says how far a method has come, not more often than a person can read, and when a checkpoint is due.
struct ProgressMeter {
    private let task: MethodTask
    private let total: Int
    private let unit: String
    /// Steps in one of `unit`.
    private let stepsPerUnit: Int
    private let watch = Stopwatch()
    private let startDone: Int
    private var nextReport = 0.2
    private var nextCheckpoint: Double
    private var lastCheckpointDone: Int

    /// - Parameter stepsPerUnit: how many of those done make one of `unit`; others than 1 show no rate.
    init(_ task: MethodTask, done: Int, total: Int, unit: String, stepsPerUnit: Int = 1) {
        self.task = task
        self.stepsPerUnit = max(1, stepsPerUnit)
        self.total = total
        self.unit = unit
        startDone = done
        lastCheckpointDone = done
        nextCheckpoint = if case .seconds(let seconds) = task.checkpointEvery { seconds } else { .infinity }
    }

    /// Seconds since this session began.
    var seconds: Double { watch.seconds }

    /// Reports where it is time to.
    ///
    /// - Returns: whether a checkpoint is due.
    mutating func advance(to done: Int, note: @autoclosure () -> String = "") -> Bool {
        let now = watch.coarseSeconds
        if now >= nextReport {
            nextReport = now + 0.2
            let rate = Double(done - startDone) / now
            task.events.send(
                .progress(
                    ProgressUpdate(
                        stage: task.stage.name, method: task.method.name, done: Double(done) / Double(stepsPerUnit),
                        total: Double(total) / Double(stepsPerUnit), unit: unit, rate: stepsPerUnit == 1 ? rate : nil,
                        remaining: rate > 0 ? Double(total - done) / rate : nil, note: note())))
        }
        switch task.checkpointEvery {
        case .seconds(let interval):
            guard now >= nextCheckpoint else { return false }
            nextCheckpoint = now + interval
            return true
        case .steps(let interval):
            guard done - lastCheckpointDone >= interval else { return false }
            lastCheckpointDone = done
            return true
        }
    }
}
