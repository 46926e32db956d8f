/// The size and smoothness of sources that differ from sample to sample; see ``GaussianField``.
struct RandomSource {
    /// Root mean square over the box and all samples.
    let deviation: Double
    let exponent: Double
    let tau: Double
}
