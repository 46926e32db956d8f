/// How a ``Program`` cuts its batch, and how many numbers its arrays then hold: known from the plan before anything is
/// allocated.
struct ProgramSize {
    /// Samples that a thread takes through a run of operations together.
    let unit: Int
    /// Runs of consecutive units, within which gradients are added up in order.
    let slices: Int
    /// Calls at the same time.
    let slots: Int
    /// Work space of one slot, and of all, or of an operation on the whole batch.
    let slotWork: Int
    let work: Int
    /// Numbers of all arrays, without parameters and their gradient.
    let numbers: Double

    private static var largestSliceCount: Int { 8 }

    init<Scalar: TensorScalar>(_ plan: ProgramPlan<Scalar>, batch: Int, trains: Bool, threads: Threads) {
        unit = Swift.max(1, Swift.min(plan.tape.samplesPerUnit, batch))
        let units = (batch + unit - 1) / unit
        slices = Swift.min(Self.largestSliceCount, units)
        slots = Swift.min(threads.count, trains ? slices : units)
        slotWork = (plan.sampleWork + 15) / 16 * 16
        work = Swift.max(plan.batchWork, slots * slotWork)
        numbers =
            Double(plan.batchCount) + Double(slots) * Double(plan.scratchCount)
            + Double(slices) * Double(plan.sliceCount) + Double(plan.sharedCount) + Double(plan.sharedGradientCount)
            + Double(work)
    }
}
