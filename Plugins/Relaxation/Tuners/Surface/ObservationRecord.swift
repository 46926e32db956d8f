/// Observations spread evenly over all rounds, in bounded memory: when the record is full, every second one goes, and
/// from then on half as many come in.
struct ObservationRecord: Codable, Sendable {
    struct Observation: Codable, Sendable {
        var context: [Double]
        var proposal: Double
        var cost: Double
    }

    private(set) var observations: [Observation] = []
    private var stride = 1
    private var round = 0

    static let capacity = 256

    /// Counts a round, and keeps its observation if its turn has come; whether it did.
    mutating func add(_ observation: @autoclosure () -> Observation) -> Bool {
        round += 1
        guard round.isMultiple(of: stride) else { return false }
        observations.append(observation())
        if observations.count == Self.capacity {
            observations = observations.indices.filter { !$0.isMultiple(of: 2) }.map { observations[$0] }
            stride *= 2
        }
        return true
    }
}
