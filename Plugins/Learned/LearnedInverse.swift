import Ansatz

/// A trained model that approximates the solution of a linear system: x ≈ N(fields of the matrix, b).
///
/// An input of the model that has the name of one of the system's ``LinearSystem/coefficientFields`` is given that field,
/// the one that is left the right-hand side. Values at points on the walls, which are no unknowns, are 0 on the way in
/// and dropped on the way out. A right-hand side is brought to the size of those that the model was trained with, and its
/// answer scaled back: the system is linear, the network need not be.
final class LearnedInverse {
    private let model: TrainedModel
    private var predictor: Predictor?
    /// The input that takes the right-hand side.
    private var slot: Int?
    /// The place of each unknown among the points.
    private var places: [Int32] = []
    /// Root mean square over all points of the right-hand sides of training; of the system's b where it isn't known.
    private var size = 1.0
    /// Points of the model's grid.
    private var points = 1.0

    init(_ model: TrainedModel) { self.model = model }

    /// Whether the model is told the right-hand side at all.
    var takesRightHandSide: Bool { slot != nil }

    /// Takes note of the system.
    ///
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where the model's variables are not those of the system.
    func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        let fields = system.coefficientFields
        let unknown = model.task.inputs.indices.filter { index in
            !fields.contains { $0.name == model.task.inputs[index].name }
        }
        guard unknown.count <= 1, model.task.outputs.count == 1 else {
            func list(_ names: [String]) -> String { "(" + names.joined(separator: ", ") + ")" }
            throw ComputationError.unsuitable(
                "the model maps \(list(model.task.inputs.map(\.name))) to \(list(model.task.outputs.map(\.name))), and this "
                    + "system has "
                    + (fields.isEmpty
                        ? "a right-hand side alone" : "\(list(fields.map(\.name))) and a right-hand side"),
                help: "train one with one output, from these fields and at most one more input, the right-hand side")
        }
        slot = unknown.first
        let grid = fields.first?.axes ?? Self.points(of: system.axes, like: model.task.inputs[0].axes)
        let variables = model.task.inputs.map {
            SampleVariable($0.name, axes: grid, unit: $0.unit, longName: $0.longName)
        }
        let predictor = try model.predictor(inputs: variables, batch: 1, threads: run.threads)
        guard predictor.task.outputs[0].shape == grid.map(\.count) else {
            throw ComputationError.unsuitable(
                "the model's output '\(model.task.outputs[0].name)' has other points than its inputs", help: nil)
        }
        self.predictor = predictor
        places = try Self.places(of: system.axes, among: grid)
        for (index, variable) in model.task.inputs.enumerated() {
            guard let field = fields.first(where: { $0.name == variable.name }) else { continue }
            let target = predictor.input(index)
            field.floats.withBuffer { _ = target.update(fromContentsOf: $0) }
        }
        let b = system.rightHandSide
        points = Double(max(variables[slot ?? 0].count, 1))
        size =
            slot.flatMap { Self.size(of: model.inputNormalizers[$0]) }
            ?? b.withBuffer { norm2($0) } / points.squareRoot()
    }

    /// The root mean square of the values that a normaliser was fitted to, where it tells.
    private static func size(of normalizer: Normalizer) -> Double? {
        guard [.fields, .points].contains(normalizer.kind) else { return nil }
        let squares = zip(normalizer.shift.elements, normalizer.scale.elements).map { $0 * $0 + $1 * $1 }
        let size = (squares.reduce(0, +) / Double(max(squares.count, 1))).squareRoot()
        return size > 0 && size.isFinite ? size : nil
    }

    /// z ≈ A⁻¹ r; without an input for it, what the model says of the matrix alone.
    func apply(_ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>) throws {
        guard let predictor else { throw ComputationError.unsuitable("the model was given no system", help: nil) }
        var scale = 1.0
        if let slot {
            let own = norm2(r) / points.squareRoot()
            scale = size > 0 ? own / size : own
            guard scale > 0, scale.isFinite else {
                throw ComputationError.nonFinite(what: "the right-hand side that the model would be given", index: nil)
            }
            let input = predictor.input(slot)
            input.update(repeating: 0)
            for (index, place) in places.enumerated() { input[Int(place)] = Float(r[index] / scale) }
        }
        predictor.run(samples: 1)
        let output = predictor.output(0)
        for (index, place) in places.enumerated() { z[index] = scale * Double(output[Int(place)]) }
    }

    /// The points that belong to the unknowns: with those on the walls where the model was trained with them.
    private static func points(of unknowns: [Axis], like trained: [Axis]) -> [Axis] {
        guard trained.map(\.name) == unknowns.map(\.name) else { return unknowns }
        return zip(unknowns, trained).map { axis, known in
            guard let h = axis.spacing(), axis.count > 1, known.count > 1, known.topology == .bounded else {
                return axis
            }
            let first = axis.coordinate(at: 0)
            let last = axis.coordinate(at: axis.count - 1)
            let below = known.coordinate(at: 0) < first - h / 2 ? 1 : 0
            let above = known.coordinate(at: known.count - 1) > last + h / 2 ? 1 : 0
            var points = axis
            points.coordinates = .uniform(
                first: first - Double(below) * h, spacing: h, count: axis.count + below + above)
            return points
        }
    }

    private static func places(of unknowns: [Axis], among points: [Axis]) throws -> [Int32] {
        guard unknowns.map(\.name) == points.map(\.name) else {
            throw ComputationError.unsuitable(
                "the system's unknowns lie along (\(unknowns.map(\.name).joined(separator: ", "))), the model's points along "
                    + "(\(points.map(\.name).joined(separator: ", ")))", help: nil)
        }
        var places: [Int32] = [0]
        for (axis, all) in zip(unknowns, points) {
            let h = all.spacing() ?? 1
            let offset = Int(((axis.coordinate(at: 0) - all.coordinate(at: 0)) / h).rounded())
            guard offset >= 0, offset + axis.count <= all.count, all.count < Int(Int32.max) else {
                throw ComputationError.unsuitable(
                    "the \(axis.count) unknowns along \(axis.name) are not among the \(all.count) points of the model",
                    help: nil)
            }
            guard places.count * axis.count < Int(Int32.max) / all.count else {
                throw ComputationError.tooLarge("\(places.count) x \(axis.count) unknowns for a model")
            }
            places = places.flatMap { start in (0..<axis.count).map { start * Int32(all.count) + Int32(offset + $0) } }
        }
        return places
    }
}
