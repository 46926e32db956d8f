import Ansatz

/// What a call gave.
struct Outcome {
    var arrays: [(name: String, values: Tensor<Double>)] = []
    var numbers: [(name: String, value: Double)] = []
    /// The suite's or the problem's verdict.
    var checks: [Certificate.Check] = []

    /// The first difference in bits, in words; `nil` where there is none.
    func difference(from other: Outcome) -> String? {
        guard arrays.count == other.arrays.count, numbers.count == other.numbers.count else {
            return "it gave \(arrays.count) fields and \(numbers.count) numbers, then "
                + "\(other.arrays.count) and \(other.numbers.count)"
        }
        for (first, second) in zip(arrays, other.arrays) {
            guard first.name == second.name, first.values.shape == second.values.shape else {
                return "'\(first.name)' of shape \(first.values.shape) became '\(second.name)' of "
                    + "\(second.values.shape)"
            }
            let (a, b) = (first.values.elements, second.values.elements)
            let differing = a.indices.filter { a[$0].bitPattern != b[$0].bitPattern }
            if let index = differing.first {
                return "'\(first.name)' differs at \(differing.count) of \(a.count) points, first at \(index): "
                    + "\(a[index]) and \(b[index])"
            }
        }
        for (first, second) in zip(numbers, other.numbers)
        where first.name != second.name || first.value.bitPattern != second.value.bitPattern {
            return "\(first.name) was \(first.value), then \(second.name) \(second.value)"
        }
        return nil
    }

    /// The first value that is not finite, in words.
    var firstNonFinite: String? {
        for array in arrays {
            if let index = array.values.firstNonFinite { return "'\(array.name)' is not finite at index \(index)" }
        }
        return numbers.first { !$0.value.isFinite }.map { "\($0.name) is \($0.value)" }
    }
}
