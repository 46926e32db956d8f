/// When the arrays of samples are written and read, from which follows where they live.
struct SampleUses<Scalar: TensorScalar> {
    /// A value or gradient that has memory, or several that share it.
    struct Array {
        var values: [Int] = []
        var gradients: [Int] = []
        var count: Int
        /// From the first use to the last, in calls.
        var times: ClosedRange<Int>
        /// The same in phases.
        var phases: ClosedRange<Int>
        /// Whether one sample phase has all uses.
        var isScratch: Bool
    }

    private struct Use {
        var times: ClosedRange<Int>
        var phases: ClosedRange<Int>
        var inBatchPhase: Bool

        mutating func join(_ other: Use) {
            times =
                Swift.min(
                    times.lowerBound, other.times.lowerBound)...Swift.max(
                    times.upperBound, other.times.upperBound)
            phases =
                Swift.min(
                    phases.lowerBound, other.phases.lowerBound)...Swift.max(
                    phases.upperBound, other.phases.upperBound)
            inBatchPhase = inBatchPhase || other.inBatchPhase
        }
    }

    private let tape: Tape<Scalar>
    private let outputs: [Value]
    private let isWanted: [Bool]
    private var values: [Int: Use] = [:]
    private var gradients: [Int: Use] = [:]
    /// Which value's array another one is written in.
    private var valueHost: [Int: Int] = [:]
    private var gradientHost: [Int: Int] = [:]
    private var readByAdjoints = Set<Int>()

    init(
        _ tape: Tape<Scalar>, outputs: [Value], phases: [ProgramPlan<Scalar>.Phase], isWanted: [Bool], trains: Bool
    ) {
        self.tape = tape
        self.outputs = outputs
        self.isWanted = isWanted
        var time = 0
        for (number, phase) in phases.enumerated() {
            let (calls, isBatch): ([ProgramPlan<Scalar>.Call], Bool) =
                switch phase {
                case .samples(let calls): (calls, false)
                case .batch(let call): ([call], true)
                }
            for call in calls {
                note(call, Use(times: time...time, phases: number...number, inBatchPhase: isBatch))
                time += 1
            }
        }
        // The caller writes inputs before and reads outputs after all calls.
        let always = Use(times: 0...time, phases: 0...phases.count, inBatchPhase: true)
        for input in tape.inputs { add(input.value, always) }
        for output in outputs where !output.isShared {
            add(output, always)
            if isWanted[output.number] { addGradient(output, always) }
        }
    }

    private mutating func add(_ value: Value, _ use: Use) {
        if value.isShared { return }
        if values[value.number]?.join(use) == nil { values[value.number] = use }
    }

    private mutating func addGradient(_ value: Value, _ use: Use) {
        if value.isShared { return }
        if gradients[value.number]?.join(use) == nil { gradients[value.number] = use }
    }

    private mutating func note(_ call: ProgramPlan<Scalar>.Call, _ use: Use) {
        let step = tape.steps[call.step]
        if !call.isAdjoint {
            for input in step.inputs { add(input, use) }
            add(step.output, use)
            return
        }
        let needs = step.operation.adjointNeeds
        for (index, input) in step.inputs.enumerated() {
            if needs.inputs.contains(index) {
                add(input, use)
                readByAdjoints.insert(input.number)
            }
            if isWanted[input.number] { addGradient(input, use) }
        }
        if needs.output {
            add(step.output, use)
            readByAdjoints.insert(step.output.number)
        }
        addGradient(step.output, use)
    }

    /// Lets results overwrite inputs, and gradients pass through, where operations allow it and nobody else looks.
    mutating func shareMemory() {
        var lastReader: [Int: Int] = [:]
        var readers: [Int: Int] = [:]
        for (index, step) in tape.steps.enumerated() {
            for input in step.inputs {
                lastReader[input.number] = index
                readers[input.number, default: 0] += 1
            }
        }
        let kept = Set(outputs.map(\.number) + tape.inputs.map(\.value.number))
        for (index, step) in tape.steps.enumerated() where !step.output.isShared {
            if let which = step.operation.overwritableInput, which < step.inputs.count {
                let input = step.inputs[which]
                let isTwice = step.inputs.filter { $0 == input }.count > 1
                if !input.isShared, !isTwice, input.count == step.output.count, lastReader[input.number] == index,
                    !kept.contains(input.number), !readByAdjoints.contains(input.number)
                {
                    valueHost[step.output.number] = host(of: input.number, in: valueHost)
                }
            }
            if let which = step.operation.passedGradient, which < step.inputs.count {
                let input = step.inputs[which]
                if !input.isShared, input.count == step.output.count, readers[input.number] == 1,
                    !kept.contains(input.number), isWanted[input.number]
                {
                    gradientHost[input.number] = step.output.number
                }
            }
        }
    }

    private func host(of value: Int, in hosts: [Int: Int]) -> Int {
        var current = value
        while let next = hosts[current] { current = next }
        return current
    }

    /// All arrays, in an order that depends on the tape alone.
    func arrays() -> [Array] {
        collect(values, valueHost) { $0.values = $1 } + collect(gradients, gradientHost) { $0.gradients = $1 }
    }

    private func collect(
        _ uses: [Int: Use], _ hosts: [Int: Int], _ assign: (inout Array, [Int]) -> Void
    ) -> [Array] {
        let counts = Dictionary(
            (tape.inputs.map(\.value) + tape.steps.map(\.output)).map { ($0.number, $0.count) },
            uniquingKeysWith: { first, _ in first })
        let groups = Dictionary(grouping: uses.keys.sorted()) { host(of: $0, in: hosts) }
        return groups.keys.sorted().compactMap { key in
            guard let members = groups[key], var use = uses[members[0]] else { return nil }
            for member in members.dropFirst() { uses[member].map { use.join($0) } }
            let isScratch = !use.inBatchPhase && use.phases.count == 1
            var array = Array(
                count: counts[key] ?? 0, times: use.times, phases: use.phases, isScratch: isScratch)
            assign(&array, members)
            return array
        }
    }
}
