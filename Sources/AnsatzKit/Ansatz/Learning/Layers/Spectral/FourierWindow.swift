/// The frequencies that a Fourier layer keeps, an axis at a time: whole numbers of waves over the axis.
///
/// Real fields have conjugate pairs of coefficients, so the last axis has frequencies from 0 up only.
public struct FourierWindow: Hashable, Sendable {
    /// For each axis, slowest first, in the order in which weights are stored.
    public let frequencies: [[Int]]

    /// The number of kept coefficients.
    public var count: Int { frequencies.reduce(1) { $0 * $1.count } }

    /// The `modes` lowest positive and as many lowest negative frequencies, 0…m-1 and then -m…-1, on all axes but the
    /// last, which has 0…m-1: the window of the original Fourier neural operator.
    ///
    /// Source: Z. Li et al., "Fourier Neural Operator for Parametric Partial Differential Equations", ICLR 2021.
    public static func corners(_ modes: [Int]) -> FourierWindow {
        FourierWindow(
            frequencies: modes.enumerated().map { axis, kept in
                axis == modes.count - 1 ? Array(0..<kept) : Array(0..<kept) + Array(-kept..<0)
            })
    }

    /// As many frequencies around 0 as `modes` says, -m/2…m/2-1 for even m, on all axes but the last, which has 0…m/2:
    /// the window of neuraloperator 2.
    public static func centred(_ modes: [Int]) -> FourierWindow {
        FourierWindow(
            frequencies: modes.enumerated().map { axis, kept in
                axis == modes.count - 1 ? Array(0...kept / 2) : Array(-(kept / 2)..<(kept - kept / 2))
            })
    }

    init(frequencies: [[Int]]) { self.frequencies = frequencies }
}
