import Ansatz

/// What Tsallis-INF knows of its arms, and how it draws one.
///
/// Round t, cumulated loss estimates kᵢ, loss scale S = mean loss so far − 1:
///
///     pᵢ = 4 / (ηₜ (kᵢ/S − x))²   with x < min kᵢ/S such that Σ pᵢ = 1 (Newton);
///     draw i ~ p;  observe the cost c
///
/// Importance-weighted estimates, with ηₜ = 2/√t:  kᵢ += (c − 1)/pᵢ.
///
/// Estimates of reduced variance, with ηₜ = 4/√t and the baselines Bⱼ = S where pⱼ ≥ ηₜ², else 0:
///
///     kⱼ += Bⱼ for every j,    kᵢ += (c − 1 − Bᵢ)/pᵢ
///
/// Both have the right mean. The baseline takes away what all costs have in common, which the first divides by pᵢ too.
///
/// Where rounding leaves no distribution, the draw is uniform.
struct TsallisArms: Codable, Sendable {
    private var round = 0
    private var losses: [Double]
    private var observedTotal = 0.0
    private var lastArm = 0
    private var probabilities: [Double]
    private let estimator: LossEstimator

    init(count: Int, _ estimator: LossEstimator) {
        losses = Array(repeating: 0, count: count)
        probabilities = losses
        self.estimator = estimator
    }

    var count: Int { losses.count }

    mutating func draw(random: inout RandomStream) -> Int {
        probabilities = distribution()
        lastArm = random.index(drawnFrom: probabilities)
        return lastArm
    }

    /// Learns what the last arm cost.
    mutating func observe(cost: Double) {
        var baseline = 0.0
        if estimator == .reducedVariance, let scale {
            for arm in losses.indices where probabilities[arm] >= η * η {
                losses[arm] += scale
                if arm == lastArm { baseline = scale }
            }
        }
        losses[lastArm] += (cost - 1 - baseline) / probabilities[lastArm]
        round += 1
        observedTotal += cost
    }

    /// ηₜ of the coming round.
    private var η: Double { (estimator == .reducedVariance ? 4 : 2) / Double(round + 1).squareRoot() }

    /// S; `nil` where there is none yet.
    private var scale: Double? {
        let scale = observedTotal / Double(round) - 1
        return round > 0 && scale > 0 ? scale : nil
    }

    /// p over the arms for the coming round.
    private func distribution() -> [Double] {
        let count = losses.count
        let uniform = Array(repeating: 1 / Double(count), count: count)
        guard let scale else { return uniform }
        let η = η
        let losses = losses.map { $0 / scale }
        // At this x the best arm alone has p = 1, so Σ p ≥ 1; Σ p − 1 is convex and grows with x below the smallest
        // loss, so Newton's steps go down to the root and never past it.
        var x = (losses.min() ?? 0) - 2 / η
        var p = uniform
        for _ in 0..<Self.newtonSteps {
            var total = 0.0
            var slope = 0.0
            for arm in p.indices {
                let root = 2 / (η * (losses[arm] - x))
                p[arm] = root * root
                total += p[arm]
                slope += η * p[arm] * root
            }
            if abs(total - 1) < 1e-12 { break }
            x -= (total - 1) / slope
        }
        let total = p.reduce(0, +)
        return abs(total - 1) < 1e-6 ? p.map { $0 / total } : uniform
    }

    /// Enough for full precision: the error squares in every step once it is small, and 20 arms need about 6.
    private static let newtonSteps = 40
}
