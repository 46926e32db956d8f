import Ansatz

extension Subject {
    /// Two runs with one seed give the same bits.
    func checkSameSeed() throws {
        try Self.requireEqual(outcomes(.small), outcomes(.small), "a second run with the same seed")
    }

    /// One thread and two give the same bits, on work that is split among them.
    func checkThreads() throws {
        try Self.requireEqual(
            outcomes(.threaded, threads: .one), outcomes(.threaded, threads: Threads(2)), "a run on 2 threads")
        try Self.requireEqual(
            outcomes(.small, threads: .one), outcomes(.small, threads: Threads(2)), "a run on 2 threads")
    }

    /// A snapshot half-way changes nothing, and a new instance that is restored from it goes on with the same bits.
    func checkResumption() throws {
        let whole = try outcomes(.small)
        let half = whole.count / 2
        var first = try exercise(.small, context())
        for index in 0..<half { _ = try first.call(index) }
        let saved = try first.saved()
        let rest = whole[half...]
        try Self.requireEqual(
            Array(rest), try rest.indices.map { try first.call($0) }, "a run of which a snapshot was taken", from: half)
        let run = context(saved: saved)
        var second = try exercise(.small, run, saved: saved)
        let resumed = try rest.indices.map { try second.call($0) }
        do {
            try Self.requireEqual(Array(rest), resumed, "a run that was restored half-way", from: half)
        } catch let violation as ContractViolation {
            let isResumable = try configured().make() is any Resumable
            throw ContractViolation(
                violation.message,
                help: isResumable
                    ? "its State must hold all that it learned" : "it has state between calls: conform to Resumable")
        }
    }

    /// Samples drawn in another order, by another instance, have the same bits.
    func checkSampleOrder() throws {
        let forward = try outcomes(.small)
        var other = try exercise(.small, context())
        for index in forward.indices.reversed() {
            try Self.requireEqual([forward[index]], [other.call(index)], "drawing in reverse", from: index)
        }
        var alone = try exercise(.small, context())
        let last = forward.count - 1
        try Self.requireEqual([forward[last]], [alone.call(last)], "drawing only this one", from: last)
    }

    /// Instances are the same for another method of the stage, and in a longer sequence.
    func checkInstances() throws {
        let instances = try outcomes(.small)
        func require(_ what: String, _ other: any Exercise) throws {
            var other = other
            try Self.requireEqual(instances, instances.indices.map { try other.call($0) }, what)
        }
        try require("the sequence of another method", exercise(.small, context(stage: "contract.other")))
        guard let key = entry.keys.first(where: \.isExtendable) else { return }
        let count = (try exercise(.small, context()) as? SequenceExercise)?.problem.instanceCount ?? 0
        try require("a longer sequence", exercise(.small, context(), changes: [key.name: .integer(count + 1)]))
    }

    private static func requireEqual(
        _ first: [Outcome], _ second: [Outcome], _ what: String, from start: Int = 0
    ) throws {
        for (index, (one, other)) in zip(first, second).enumerated() {
            if let difference = one.difference(from: other) {
                throw ContractViolation("\(what) differs in call \(start + index + 1): \(difference)")
            }
        }
    }
}
