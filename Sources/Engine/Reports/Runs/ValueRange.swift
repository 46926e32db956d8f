/// The range of the finite numbers of several figures, so that their colours can be compared.
struct ValueRange {
    private var lowest = Double.infinity
    private var highest = -Double.infinity

    mutating func add(_ values: [Double]) {
        for value in values where value.isFinite {
            lowest = min(lowest, value)
            highest = max(highest, value)
        }
    }

    /// Centred on zero where both signs matter, as ``FieldImage`` does for one figure; `nil` where all are equal.
    var limits: ClosedRange<Double>? {
        guard lowest < highest else { return nil }
        let size = max(abs(lowest), abs(highest))
        let isSigned = lowest < 0 && highest > 0 && min(-lowest, highest) >= 0.1 * size
        return isSigned ? -size...size : lowest...highest
    }
}
