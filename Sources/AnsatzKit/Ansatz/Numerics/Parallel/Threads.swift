import CAnsatz
import Synchronization

/// How many threads a component may use, and the loops that use them.
///
/// A loop over `range` is cut into blocks of `grain` indices (the last may be shorter). The cut depends on the range
/// and the grain alone, never on the number of threads, so whatever is computed block by block has the same bits for
/// any number of threads. Each thread takes one run of consecutive blocks. All loops share one pool with oneDNN;
/// entering it costs tens of microseconds, so a loop of one block, a loop on one thread and a loop inside another loop
/// run in place.
///
/// ```swift
/// threads.forEach(0..<rows, grain: 16) { block in
///     for row in block { output[row] = stencil(input, row) }
/// }
/// ```
///
/// Bodies run at the same time on several threads: a body may write only what belongs to its own block. To read a `lazy`
/// property that has no value yet is to write it; have it made before the loop. The compiler does not check this,
/// because bodies work on raw buffers.
public struct Threads: Hashable, Sendable {
    /// The number of threads, at least 1.
    public let count: Int

    /// The calling thread alone.
    public static let one = Threads(1)

    /// A number of threads; numbers outside 1...1024 are taken to the nearer end.
    public init(_ count: Int) { self.count = Swift.min(Swift.max(count, 1), 1024) }

    /// These threads for a loop over so many numbers, each of some nanoseconds of work; the calling thread alone where
    /// entering the pool would take longer than they save.
    public func paying(for count: Int) -> Threads { count < 1 << 15 ? .one : self }

    /// Calls `body` with each block of `grain` indices of `range`.
    ///
    /// - Parameters:
    ///   - grain: indices a block, at least 1. A block should be worth some ten microseconds of work.
    ///   - body: called once a block, in order within a thread.
    /// - Throws: the error of the first block (by index) that failed. A thread stops at its first error, the others
    ///   finish.
    public func forEach<Failure: Error>(
        _ range: Range<Int>, grain: Int, _ body: (Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        precondition(grain > 0, "a block needs at least one index, not \(grain)")
        let blocks = range.count / grain + (range.count % grain == 0 ? 0 : 1)
        let slots = Swift.min(count, blocks)
        func run(_ slot: Int) throws(Failure) {
            for block in (slot * blocks / slots)..<((slot + 1) * blocks / slots) {
                let start = range.lowerBound + block * grain
                try body(start..<Swift.min(start + grain, range.upperBound))
            }
        }
        if blocks == 0 { return }
        if slots == 1 || ansatz_in_parallel() != 0 {
            for slot in 0..<slots { try run(slot) }
            return
        }
        // Slots are runs of consecutive blocks, so the lowest slot that failed holds the first failed block.
        let first = Mutex<(slot: Int, error: Failure)?>(nil)
        Threads.onPool(slots) { slot in
            do throws(Failure) {
                try run(slot)
            } catch {
                first.withLock { known in
                    if known.map({ slot < $0.slot }) ?? true { known = (slot, error) }
                }
            }
        }
        if let error = first.withLock({ $0?.error }) { throw error }
    }

    /// The sum of `term` over the blocks of `range`, added in the order of the blocks: the same bits for any number of
    /// threads.
    ///
    /// - Parameters:
    ///   - grain: indices a block, at least 1. Another grain may round differently.
    ///   - term: the sum over one block.
    public func sum<Scalar: TensorScalar>(
        _ range: Range<Int>, grain: Int, _ term: (Range<Int>) -> Scalar
    ) -> Scalar {
        precondition(grain > 0, "a block needs at least one index, not \(grain)")
        let blocks = range.count / grain + (range.count % grain == 0 ? 0 : 1)
        func partial(_ block: Int) -> Scalar {
            let start = range.lowerBound + block * grain
            return term(start..<Swift.min(start + grain, range.upperBound))
        }
        if count == 1 || blocks < 2 || ansatz_in_parallel() != 0 {
            var sum: Scalar = 0
            for block in 0..<blocks { sum += partial(block) }
            return sum
        }
        return withUnsafeTemporaryAllocation(of: Scalar.self, capacity: blocks) { partials in
            forEach(0..<blocks, grain: 1) { run in
                for block in run { partials[block] = partial(block) }
            }
            return partials.reduce(0, +)
        }
    }

    /// Calls `body` with each phase and block, phase after phase: all blocks of a phase have ended before the next begins.
    ///
    /// The pool is entered once, so that a phase may be worth as little as some microseconds of work. Which thread takes
    /// which block depends on the number of threads, and a body may write only what no other block of its phase reads.
    ///
    /// - Parameters:
    ///   - blocks: how many blocks each phase has; as many as threads, or some times that, is a good number.
    public func forEachPhase(_ phases: Int, blocks: Int, _ body: (_ phase: Int, _ block: Int) -> Void) {
        let slots = Swift.min(count, blocks)
        guard phases > 0, slots > 1, ansatz_in_parallel() == 0, let phaseCount = Int32(exactly: phases) else {
            for phase in 0..<Swift.max(phases, 0) {
                for block in 0..<blocks { body(phase, block) }
            }
            return
        }
        let run = { (phase: Int, slot: Int) in
            for block in (slot * blocks / slots)..<((slot + 1) * blocks / slots) { body(phase, block) }
        }
        withoutActuallyEscaping(run) { run in
            var call = run
            withUnsafeMutablePointer(to: &call) { pointer in
                ansatz_parallel_phases(
                    Int32(slots), phaseCount,
                    { context, phase, slot in
                        context?.assumingMemoryBound(to: ((Int, Int) -> Void).self).pointee(Int(phase), Int(slot))
                    }, pointer)
            }
        }
    }

    /// Calls `body` with libraries on the pool (oneDNN) limited to this number of threads, for calls made by this
    /// thread. Inside a loop's body they use one thread anyway.
    public func limitingLibraries<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let before = ansatz_library_threads()
        ansatz_set_library_threads(ansatz_in_parallel() != 0 ? 1 : Int32(count))
        defer { ansatz_set_library_threads(before) }
        return try body()
    }

    private static func onPool(_ slots: Int, _ body: (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            var call = body
            withUnsafeMutablePointer(to: &call) { pointer in
                ansatz_parallel(
                    Int32(slots),
                    { context, slot in
                        context?.assumingMemoryBound(to: ((Int) -> Void).self).pointee(Int(slot))
                    }, pointer)
            }
        }
    }
}
