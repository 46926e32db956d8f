import Ansatz

extension RunContext {
    /// Asks whether to stop, before work on vectors of this length, where that takes longer than asking.
    func checkCancellationOfLarge(_ count: Int) throws {
        if count > 1 << 14 { try checkCancellation() }
    }
}
