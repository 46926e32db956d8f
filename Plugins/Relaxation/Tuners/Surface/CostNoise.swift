/// The variance of log-cost c around a smooth model: what the model misses, and what rounding hides.
///
///     v(c) = s² + δ² / (12 c²)
///
/// δ is the smallest difference between successive costs that differed: 1 for iteration counts, whose rounding matters
/// where they are small. s² is the mean excess of squared residuals over what rounding and the model's own uncertainty
/// explain, none counted below 0: an estimate on the high side, so that a model that does not fit everywhere stays
/// uncertain and goes on looking.
struct CostNoise: Codable, Sendable {
    private var excess = 4 * 0.01
    private var weight = 4.0
    private var quantum = Double.infinity
    private var lastCost = Double.nan

    /// v(c).
    func variance(at cost: Double) -> Double { max(excess / weight, 0.0004) + rounding(cost) }

    private func rounding(_ cost: Double) -> Double {
        quantum.isFinite ? quantum * quantum / (12 * cost * cost) : 0
    }

    /// Learns how fine costs are.
    mutating func see(_ cost: Double) {
        if lastCost.isFinite, lastCost != cost { quantum = min(quantum, abs(cost - lastCost)) }
        lastCost = cost
    }

    /// Learns from the residual of a prediction that had this variance.
    mutating func learn(residual: Double, variance: Double, cost: Double) {
        let surprise = residual * residual - variance - rounding(cost)
        // Half of e: one solve that went wrong must not hide what all others say.
        excess += min(max(surprise, 0), 0.25)
        weight += 1
        if weight > 1000 {
            excess *= 0.999
            weight *= 0.999
        }
    }
}
