public import Ansatz

extension JSONValue {
    public static func numbers(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.number)) }

    /// The list's numbers, where all are whole.
    public var integers: [Int]? {
        guard let numbers = array?.map({ $0.double.flatMap { Int(exactly: $0) } }) else { return nil }
        let whole = numbers.compactMap { $0 }
        return whole.count == numbers.count ? whole : nil
    }
}
