import Ansatz

extension PointValues {
    /// Refuses a coefficient that is not positive.
    ///
    /// - Parameter name: the option's name.
    func requirePositive(_ name: String, on grid: BoxGrid) throws {
        guard let bad = first(where: { !($0 > 0) }) else { return }
        throw ComputationError.badInput(
            "'\(name)' is \(bad.value) at \(grid.place(of: bad.position)), but must be positive everywhere",
            help: "mend the formula or the data; walls inside are made by small coefficients, not by zero")
    }

    /// Refuses a reaction that is negative.
    func requireNonNegative(_ name: String, on axes: [Axis]) throws {
        guard let bad = first(where: { !($0 >= 0) }) else { return }
        var rest = bad.position
        var parts: [String] = []
        for axis in axes.reversed() {
            parts.append("\(axis.name) = \(axis.coordinate(at: rest % axis.count))")
            rest /= axis.count
        }
        throw ComputationError.badInput(
            "'\(name)' is \(bad.value) at \(parts.joined(separator: ", ")), but must not be negative",
            help: "problem `helmholtz` has waves, with a negative coefficient of u")
    }
}
