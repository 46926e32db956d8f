import Ansatz

extension RandomStream {
    /// An index drawn with these probabilities, whose sum is 1 but for rounding. Takes one word.
    mutating func index(drawnFrom probabilities: [Double]) -> Int {
        var remaining = uniform()
        for (index, probability) in probabilities.enumerated() {
            if remaining < probability { return index }
            remaining -= probability
        }
        return probabilities.count - 1
    }
}
