import Ansatz

/// An operator on fields in the place of a preconditioner.
///
/// It is given one field, `residual`, on the system's axes, scaled to the norm 1, since an operator need not be linear;
/// its answer is scaled back.
struct FieldOperator {
    private var chosen: any Operator
    private let name: String
    private var axes: [Axis] = []
    private var shape: [Int] = []
    /// ‖r‖ and F(r/‖r‖) of the last question.
    private var norm = 0.0
    private var answer: [Field] = []

    init(_ chosen: any Operator, name: String) {
        self.chosen = chosen
        self.name = name
    }

    mutating func begin(_ system: any LinearSystem) {
        axes = system.axes
        shape = system.shape
    }

    /// z = ‖r‖ F(r/‖r‖).
    ///
    /// - Throws: what the operator throws, and where its answer is not one field on the same points.
    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        try ask(r, run)
        try takeAnswer(into: z)
    }

    /// Computes F(r/‖r‖).
    mutating func ask(_ r: UnsafeBufferPointer<Double>, _ run: RunContext) throws {
        norm = norm2(r)
        guard norm > 0, norm.isFinite else {
            throw ComputationError.nonFinite(what: "the norm of the residual that '\(name)' would be given", index: nil)
        }
        var scaled = Tensor<Double>(shape: shape)
        scaled.withMutableBuffer { [norm] scaled in
            for index in r.indices { scaled[index] = r[index] / norm }
        }
        answer = []
        answer = try chosen.apply([try Field("residual", axes: axes, scaled)], run)
    }

    /// - Throws: where the answer is not one field on the same points.
    func takeAnswer(into z: UnsafeMutableBufferPointer<Double>) throws {
        guard let field = answer.first, answer.count == 1 else {
            let names = answer.map { "'\($0.name)'" }.joined(separator: ", ")
            throw wrong(answer.isEmpty ? "no field" : "\(answer.count) fields (\(names))")
        }
        guard field.shape == shape else { throw wrong("a field of shape \(field.shape)") }
        field.doubles.withBuffer { values in
            for index in z.indices { z[index] = norm * values[index] }
        }
    }

    private func wrong(_ found: String) -> ComputationError {
        .unsuitable(
            "'\(name)' returned \(found) where a preconditioner returns one field of shape \(shape)",
            help: "a preconditioner maps the field 'residual' to a correction on the same points")
    }
}
