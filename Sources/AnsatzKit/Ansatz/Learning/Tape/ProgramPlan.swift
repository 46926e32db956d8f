/// Where everything of a ``Program`` lies and in which order its operations are called.
///
/// Operations on shared values alone come first. The others are called in the order of the tape, forward and then
/// back, cut into phases: a run of sample-scope operations is one phase, in which each unit of samples goes through the
/// whole run; each batch-scope operation is a phase. The end of the forward pass and the start of the way back are one
/// phase. What only one sample phase uses lives in that thread's scratch memory, everything else in an array over the
/// batch.
struct ProgramPlan<Scalar: TensorScalar> {
    enum Home: Hashable {
        /// Nobody wants it.
        case none
        case parameter
        /// One array for all samples.
        case shared
        /// One array over the batch.
        case batch
        /// In the scratch memory of the running slot.
        case scratch
    }

    /// A place of a value or gradient.
    struct Place: Hashable {
        var home = Home.none
        var offset = 0
        /// Numbers a sample.
        var count = 0
    }

    /// One call of an operation.
    struct Call: Hashable {
        var step: Int
        var isAdjoint: Bool
    }

    enum Phase {
        case samples([Call])
        case batch(Call)
    }

    let tape: Tape<Scalar>
    var values: [Place]
    var gradients: [Place]
    /// For each step and input: whether the adjoint adds to the gradient. In slices this holds after the first unit.
    var adds: [[Bool]] = []
    /// Where a shared value's gradient is added up slice by slice; `nil` where no sample-scope operation gives one.
    var sliceOffsets: [Int?]
    /// For each step and input: whether its gradient is wanted.
    var wanted: [[Bool]] = []
    /// Whether a value's gradient is wanted at all.
    let isWanted: [Bool]
    var sharedSteps: [Int] = []
    var phases: [Phase] = []
    /// Offsets of what steps keep a sample, and the numbers a sample of all of them.
    var saved: [Place]
    var batchCount = 0
    var scratchCount = 0
    var sliceCount = 0
    var sharedCount = 0
    var sharedGradientCount = 0
    var sampleWork = 0
    var batchWork = 0

    /// Storage numbers of a value, which for parameters may include padding.
    func memoryCount(_ value: Value) -> Int { storedCounts[value.number] ?? value.count }
    private let storedCounts: [Int: Int]
    private let trains: Bool
    private let batch: Int
    private let unit: Int

    init(_ tape: Tape<Scalar>, outputs: [Value], batch: Int, trains: Bool) {
        self.tape = tape
        self.trains = trains
        self.batch = batch
        unit = Swift.min(tape.samplesPerUnit, batch)
        values = Array(repeating: Place(), count: tape.valueCount)
        gradients = values
        saved = Array(repeating: Place(), count: tape.steps.count)
        sliceOffsets = Array(repeating: nil, count: tape.valueCount)
        storedCounts = Dictionary(
            uniqueKeysWithValues: tape.parameters.map { ($0.value.number, $0.layout.storedCount($0.shape)) })
        var isWanted = [Bool](repeating: false, count: tape.valueCount)
        if trains {
            for parameter in tape.parameters { isWanted[parameter.value.number] = true }
            for step in tape.steps where step.inputs.contains(where: { isWanted[$0.number] }) {
                isWanted[step.output.number] = true
            }
        }
        self.isWanted = isWanted
        wanted = tape.steps.map { step in step.inputs.map { isWanted[$0.number] } }
        orderCalls()
        placeShared()
        placeSamples(outputs)
        decideAdditions()
    }

    private mutating func orderCalls() {
        var calls: [Call] = []
        for (index, step) in tape.steps.enumerated() {
            if step.output.isShared {
                sharedSteps.append(index)
            } else {
                calls.append(Call(step: index, isAdjoint: false))
            }
        }
        if trains {
            calls += calls.reversed().filter { isWanted[tape.steps[$0.step].output.number] }.map {
                Call(step: $0.step, isAdjoint: true)
            }
        }
        for call in calls {
            if tape.steps[call.step].operation.scope == .batch {
                phases.append(.batch(call))
            } else if case .samples(let run)? = phases.last {
                phases[phases.count - 1] = .samples(run + [call])
            } else {
                phases.append(.samples([call]))
            }
        }
        for (index, step) in tape.steps.enumerated() {
            if step.output.isShared || step.operation.scope == .batch {
                batchWork = Swift.max(batchWork, step.operation.workCount(samples: step.output.isShared ? 1 : batch))
            } else {
                sampleWork = Swift.max(sampleWork, step.operation.workCount(samples: unit))
            }
            let count = trains || !step.operation.savesForAdjointOnly ? step.operation.savedCount : 0
            if count > 0 {
                // Kept for the whole batch: an adjoint may come in a later phase. Without one it is written all the same.
                saved[index] = Place(home: step.output.isShared ? .shared : .batch, offset: 0, count: count)
            }
        }
    }

    private mutating func placeShared() {
        for parameter in tape.parameters {
            values[parameter.value.number] = Place(home: .parameter, count: memoryCount(parameter.value))
            if trains {
                gradients[parameter.value.number] = Place(home: .parameter, count: memoryCount(parameter.value))
            }
        }
        func reserve(_ total: inout Int, _ count: Int) -> Int {
            defer { total += (Swift.max(count, 1) + 15) / 16 * 16 }
            return total
        }
        for value in tape.constants.map(\.value) + sharedSteps.map({ tape.steps[$0].output }) {
            values[value.number] = Place(home: .shared, offset: reserve(&sharedCount, value.count), count: value.count)
            if isWanted[value.number] {
                gradients[value.number] = Place(
                    home: .shared, offset: reserve(&sharedGradientCount, value.count), count: value.count)
            }
        }
        for index in sharedSteps where saved[index].count > 0 {
            saved[index].offset = reserve(&sharedCount, saved[index].count)
        }
        for step in tape.steps where !step.output.isShared && step.operation.scope == .sample {
            for input in step.inputs where input.isShared && isWanted[input.number] && sliceOffsets[input.number] == nil
            {
                sliceOffsets[input.number] = reserve(&sliceCount, memoryCount(input))
            }
        }
    }

    /// Decides what may share memory, and places every value and gradient that samples have.
    private mutating func placeSamples(_ outputs: [Value]) {
        var uses = SampleUses(tape, outputs: outputs, phases: phases, isWanted: isWanted, trains: trains)
        uses.shareMemory()
        var (batchMemory, scratchMemory) = (MemoryPlan(), MemoryPlan())
        for array in uses.arrays() {
            var place = Place(home: array.isScratch ? .scratch : .batch, count: array.count)
            place.offset =
                array.isScratch
                ? scratchMemory.place(unit * array.count, alive: array.times)
                : batchMemory.place(batch * array.count, alive: array.phases)
            for value in array.values { values[value] = place }
            for value in array.gradients { gradients[value] = place }
        }
        for index in saved.indices where saved[index].home == .batch {
            saved[index].offset = batchMemory.place(batch * saved[index].count, alive: 0...phases.count)
        }
        batchCount = batchMemory.count
        scratchCount = scratchMemory.count
    }

    /// Goes through the adjoint calls in order: the first to give a gradient overwrites, the others add.
    private mutating func decideAdditions() {
        adds = tape.steps.map { $0.inputs.map { _ in false } }
        guard trains else { return }
        var hasGradient = Set<Int>()
        var order: [Int] = []
        for phase in phases {
            switch phase {
            case .samples(let calls): order += calls.filter(\.isAdjoint).map(\.step)
            case .batch(let call): if call.isAdjoint { order.append(call.step) }
            }
        }
        // Slices are added to the totals after the way back, before the operations on shared values alone.
        var inSlices = Set<Int>()
        for step in order {
            let isSample = tape.steps[step].operation.scope == .sample
            for (index, input) in tape.steps[step].inputs.enumerated() where wanted[step][index] {
                if input.isShared && isSample {
                    adds[step][index] = !inSlices.insert(input.number).inserted
                } else {
                    adds[step][index] = !hasGradient.insert(input.number).inserted
                }
            }
        }
        addsSlices = hasGradient
        hasGradient.formUnion(inSlices)
        for step in sharedSteps.reversed() where isWanted[tape.steps[step].output.number] {
            for (index, input) in tape.steps[step].inputs.enumerated() where wanted[step][index] {
                adds[step][index] = !hasGradient.insert(input.number).inserted
            }
        }
        withoutGradient = isWanted.indices.filter { isWanted[$0] && !hasGradient.contains($0) }
    }

    /// Shared values whose totals hold something before the slices come.
    private(set) var addsSlices = Set<Int>()
    /// Values that get no gradient from anyone: theirs is 0.
    private(set) var withoutGradient: [Int] = []
}
