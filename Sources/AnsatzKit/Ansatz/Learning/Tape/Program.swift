/// A tape made ready to run over batches: every array has its place, and no run allocates memory.
///
/// A program that trains computes a loss for each sample and the gradient of their weighted sum in one call of
/// ``step(samples:)``; one that doesn't computes outputs with ``run(samples:)`` in far less memory.
///
/// The batch is cut into units of ``Tape/samplesPerUnit`` samples and at most 8 slices of consecutive units. Gradients of
/// parameters are added up within each slice in order, then slice after slice: a result does not depend on the number of
/// threads by one bit.
public final class Program<Scalar: TensorScalar> {
    private typealias Plan = ProgramPlan<Scalar>

    /// The largest number of samples that a run may have.
    public let batch: Int
    public let parameters: Parameters<Scalar>
    /// The gradient of the last ``step(samples:)``, in the order of ``Parameters/values``.
    public let gradient: UnsafeMutableBufferPointer<Scalar>
    /// Calls of operations at the same time have slot numbers below this.
    public let slots: Int

    private let tape: Tape<Scalar>
    private let outputs: [Value]
    private let plan: Plan
    private let threads: Threads
    private let unit: Int
    private let slices: Int
    private let workStride: Int
    private let trains: Bool
    private let sharedBlock: UnsafeMutableBufferPointer<Scalar>
    private let sharedGradientBlock: UnsafeMutableBufferPointer<Scalar>
    private let batchBlock: UnsafeMutableBufferPointer<Scalar>
    private let scratchBlock: UnsafeMutableBufferPointer<Scalar>
    private let sliceBlock: UnsafeMutableBufferPointer<Scalar>
    private let workBlock: UnsafeMutableBufferPointer<Scalar>
    private let parameterOffsets: [Int: Int]
    private let pointerTable: UnsafeMutablePointer<UnsafeMutablePointer<Scalar>>
    private let gradientTable: UnsafeMutablePointer<UnsafeMutablePointer<Scalar>?>
    private let additionTable: UnsafeMutablePointer<Bool>
    private let most: Int

    /// - Parameters:
    ///   - outputs: what the caller reads; for training a single value of shape `[]`, the loss of each sample.
    ///   - batch: the largest number of samples of a run.
    ///   - trains: whether gradients are wanted.
    ///   - parameters: those of this tape, or of another one that declares the same.
    /// - Throws: ``ComputationError`` where parameters don't fit, or the arrays don't fit the memory that is free.
    public init(
        _ tape: Tape<Scalar>, outputs: [Value], batch: Int, trains: Bool, parameters: Parameters<Scalar>,
        threads: Threads
    ) throws {
        var offsets: [Int: Int] = [:]
        for declared in tape.parameters {
            guard let entry = parameters[declared.name], entry.shape == declared.shape else {
                throw ComputationError.unsuitable(
                    "the network needs a parameter '\(declared.name)' of shape \(declared.shape), the model has "
                        + (parameters[declared.name].map { "one of shape \($0.shape)" } ?? "none"),
                    help: "use the options that the model was trained with")
            }
            offsets[declared.value.number] = entry.range.lowerBound
        }
        parameterOffsets = offsets
        self.tape = tape
        self.outputs = outputs
        self.batch = batch
        self.trains = trains
        self.parameters = parameters
        self.threads = threads
        plan = Plan(tape, outputs: outputs, batch: batch, trains: trains)
        let size = ProgramSize(plan, batch: batch, trains: trains, threads: threads)
        (unit, slices, slots, workStride) = (size.unit, size.slices, size.slots, size.slotWork)
        let bytes = size.numbers * Double(MemoryLayout<Scalar>.stride)
        if bytes > Double(FreeResources.memory ?? .max) {
            throw ComputationError.tooLarge(
                "a batch of \(batch) samples takes \((bytes / 1e9).rounded()) GB, "
                    + "more than the memory that is free: use a smaller batch, fewer channels or a coarser grid")
        }
        sharedBlock = AlignedBlock.allocate(plan.sharedCount)
        sharedGradientBlock = AlignedBlock.allocate(plan.sharedGradientCount)
        batchBlock = AlignedBlock.allocate(plan.batchCount)
        scratchBlock = AlignedBlock.allocate(slots * plan.scratchCount)
        sliceBlock = AlignedBlock.allocate(slices * plan.sliceCount)
        workBlock = AlignedBlock.allocate(size.work)
        gradient = AlignedBlock.allocate(trains ? parameters.values.count : 0)
        most = Swift.max(1, tape.steps.map(\.inputs.count).max() ?? 1)
        pointerTable = .allocate(capacity: slots * most)
        gradientTable = .allocate(capacity: slots * most)
        additionTable = .allocate(capacity: slots * most)
        for constant in tape.constants {
            let place = plan.values[constant.value.number]
            constant.tensor.withBuffer { source in
                for (index, value) in source.enumerated() { sharedBlock[place.offset + index] = value }
            }
        }
        for output in outputs where trains && plan.isWanted[output.number] { fillSeed(of: output, with: 1) }
    }

    deinit {
        for block in [
            sharedBlock, sharedGradientBlock, batchBlock, scratchBlock, sliceBlock, workBlock, gradient,
        ] { AlignedBlock.free(block) }
        pointerTable.deallocate()
        gradientTable.deallocate()
        additionTable.deallocate()
    }

    /// Bytes that this program holds, without the parameters.
    public var memory: Int {
        let blocks = [sharedBlock, sharedGradientBlock, batchBlock, scratchBlock, sliceBlock, workBlock, gradient]
        return blocks.reduce(0) { $0 + $1.count } * MemoryLayout<Scalar>.stride
    }

    /// Whether parameters stay as they are at the first run from now on: what follows from them alone is then computed
    /// once. For programs that don't train.
    public var parametersAreFixed = false
    private var hasShared = false

    /// An input's array `[batch][shape]`, to be filled before a run. Inputs are numbered as declared.
    public func input(_ index: Int) -> UnsafeMutableBufferPointer<Scalar> { array(tape.inputs[index].value) }

    /// An output's array `[batch][shape]`, valid until the next run.
    public func output(_ index: Int) -> UnsafeBufferPointer<Scalar> { UnsafeBufferPointer(array(outputs[index])) }

    private func array(_ value: Value) -> UnsafeMutableBufferPointer<Scalar> {
        let place = plan.values[value.number]
        let samples = value.isShared ? 1 : batch
        return UnsafeMutableBufferPointer(start: pointer(place, value.number, 0, 0), count: samples * place.count)
    }

    /// Sets the weight of every sample's loss: 1, the default, for the gradient of the sum, 1/samples for that of the
    /// mean.
    public func weighLoss(by weight: Scalar) { for output in outputs { fillSeed(of: output, with: weight) } }

    private func fillSeed(of output: Value, with weight: Scalar) {
        let place = plan.gradients[output.number]
        guard place.home == .batch else { return }
        for index in 0..<batch * place.count { batchBlock[place.offset + index] = weight }
    }

    /// Computes the outputs for the first `samples` samples of the inputs.
    public func run(samples: Int) {
        precondition(!trains, "a program that trains makes steps")
        execute(samples)
    }

    /// Computes the loss of the first `samples` samples, and ``gradient``.
    public func step(samples: Int) {
        precondition(trains, "this program was made without gradients")
        execute(samples)
    }

    private func execute(_ samples: Int) {
        precondition(samples >= 1 && samples <= batch, "\(samples) samples in a program for \(batch)")
        if !(parametersAreFixed && hasShared) {
            threads.limitingLibraries {
                for step in plan.sharedSteps { callShared(step) }
            }
            hasShared = parametersAreFixed
        }
        let units = (samples + unit - 1) / unit
        let used = trains ? Swift.min(slices, units) : units
        for phase in plan.phases {
            switch phase {
            case .batch(let call):
                threads.limitingLibraries { perform(call, 0, samples, slot: 0, slice: nil, isFirst: true) }
            case .samples(let calls):
                let running = Swift.min(slots, used)
                threads.forEach(0..<running, grain: 1) { block in
                    for slot in block { run(calls, slot, of: running, slices: used, units: units, samples: samples) }
                }
            }
        }
        if trains { finishGradients(used) }
    }

    /// What one thread does in a sample phase.
    private func run(_ calls: [Plan.Call], _ slot: Int, of running: Int, slices used: Int, units: Int, samples: Int) {
        Threads.one.limitingLibraries {
            for slice in (slot * used / running)..<((slot + 1) * used / running) {
                let first = slice * units / used
                for number in first..<((slice + 1) * units / used) {
                    let start = number * unit
                    let count = Swift.min(unit, samples - start)
                    for call in calls {
                        perform(call, start, count, slot: slot, slice: slice, isFirst: number == first)
                    }
                }
            }
        }
    }

    private func pointer(_ place: Plan.Place, _ value: Int, _ start: Int, _ slot: Int) -> UnsafeMutablePointer<Scalar> {
        switch place.home {
        case .none: return batchBlock.baseAddress.unsafelyUnwrapped
        case .parameter:
            return parameters.values.baseAddress.unsafelyUnwrapped + parameterOffsets[value, default: 0]
        case .shared: return sharedBlock.baseAddress.unsafelyUnwrapped + place.offset
        case .batch: return batchBlock.baseAddress.unsafelyUnwrapped + place.offset + start * place.count
        case .scratch:
            return scratchBlock.baseAddress.unsafelyUnwrapped + slot * plan.scratchCount + place.offset
        }
    }

    private func gradientPointer(
        _ value: Value, _ start: Int, _ slot: Int, _ slice: Int?
    ) -> UnsafeMutablePointer<Scalar> {
        if value.isShared, let slice, let offset = plan.sliceOffsets[value.number] {
            return sliceBlock.baseAddress.unsafelyUnwrapped + slice * plan.sliceCount + offset
        }
        let place = plan.gradients[value.number]
        switch place.home {
        case .parameter: return gradient.baseAddress.unsafelyUnwrapped + parameterOffsets[value.number, default: 0]
        case .shared: return sharedGradientBlock.baseAddress.unsafelyUnwrapped + place.offset
        default: return pointer(place, value.number, start, slot)
        }
    }

    private func savedPointer(_ step: Int, _ start: Int) -> UnsafeMutablePointer<Scalar> {
        let place = plan.saved[step]
        let block = place.home == .shared ? sharedBlock : batchBlock
        return block.baseAddress.unsafelyUnwrapped + place.offset + start * place.count
    }

    private func callShared(_ step: Int) {
        perform(Plan.Call(step: step, isAdjoint: false), 0, 1, slot: 0, slice: nil, isFirst: true)
    }

    private func perform(_ call: Plan.Call, _ start: Int, _ samples: Int, slot: Int, slice: Int?, isFirst: Bool) {
        let step = tape.steps[call.step]
        let inputs = pointerTable + slot * most
        for (index, input) in step.inputs.enumerated() {
            (inputs + index).initialize(to: pointer(plan.values[input.number], input.number, start, slot))
        }
        let output = pointer(plan.values[step.output.number], step.output.number, start, slot)
        let work = workBlock.baseAddress.unsafelyUnwrapped + slot * workStride
        let granted = slice == nil ? threads : .one
        if !call.isAdjoint {
            step.operation.forward(
                ForwardCall(
                    samples: samples, output: output, work: work, saved: savedPointer(call.step, start),
                    isKept: trains, threads: granted, slot: slot, inputs: UnsafePointer(inputs)))
            return
        }
        let (gradients, adds) = (gradientTable + slot * most, additionTable + slot * most)
        for (index, input) in step.inputs.enumerated() {
            (gradients + index).initialize(
                to: plan.wanted[call.step][index] ? gradientPointer(input, start, slot, slice) : nil)
            let isLater = slice != nil && input.isShared && !isFirst
            (adds + index).initialize(to: isLater || plan.adds[call.step][index])
        }
        step.operation.adjoint(
            AdjointCall(
                samples: samples, output: UnsafePointer(output),
                outputGradient: UnsafePointer(gradientPointer(step.output, start, slot, slice)), work: work,
                saved: UnsafePointer(savedPointer(call.step, start)), threads: granted, slot: slot,
                inputs: UnsafePointer(inputs), gradients: UnsafePointer(gradients), adds: UnsafePointer(adds)))
    }

    /// Adds the slices up, then goes back through the operations on shared values.
    private func finishGradients(_ used: Int) {
        for value in plan.withoutGradient where tape.parameters.contains(where: { $0.value.number == value }) {
            let place = plan.gradients[value]
            (gradient.baseAddress.unsafelyUnwrapped + parameterOffsets[value, default: 0]).update(
                repeating: 0, count: place.count)
        }
        for (value, offset) in plan.sliceOffsets.enumerated() {
            guard let offset else { continue }
            let place = plan.gradients[value]
            let total: UnsafeMutablePointer<Scalar> =
                place.home == .parameter
                ? gradient.baseAddress.unsafelyUnwrapped + parameterOffsets[value, default: 0]
                : sharedGradientBlock.baseAddress.unsafelyUnwrapped + place.offset
            let adds = plan.addsSlices.contains(value)
            let slices = sliceBlock.baseAddress.unsafelyUnwrapped + offset
            threads.paying(for: place.count * used).forEach(0..<place.count, grain: 1 << 14) { block in
                LearningKernels.sumSlices(
                    total + block.lowerBound, slices + block.lowerBound, stride: plan.sliceCount, slices: used,
                    count: block.count, adds: adds)
            }
        }
        threads.limitingLibraries {
            for step in plan.sharedSteps.reversed() where plan.isWanted[tape.steps[step].output.number] {
                perform(Plan.Call(step: step, isAdjoint: true), 0, 1, slot: 0, slice: nil, isFirst: true)
            }
        }
    }
}
