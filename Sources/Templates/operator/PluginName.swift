import Ansatz

/// Smooths fields along every axis of space. A pass replaces each value by
///
///     uᵢ ← (uᵢ₋₁ + 2 uᵢ + uᵢ₊₁) / 4,    mirrored at the ends: u₋₁ = u₁.
///
/// A wave of length L is damped by (1 + cos(2πh/L)) / 2 in each pass, h the spacing: a zigzag vanishes, long waves stay.
/// Values only move towards their neighbours, so no new extremes appear.
struct PluginName: Operator {
    struct Options: ComponentOptions {
        var passes = 1

        static let keys: [Key<Self>] = [
            Key("passes", \.passes, range: .closed(1, 10_000), help: "how often; 1 removes the grid's zigzag")
        ]
    }

    static let info = ComponentInfo("plugin_name", "Smooths fields along the axes of space")

    var options = Options()

    func apply(_ fields: [Field], _ run: RunContext) throws -> [Field] {
        try fields.map { field in
            var values = field.doubles
            for _ in 0..<options.passes {
                for (index, axis) in field.axes.enumerated() where axis.role == .space && axis.count > 1 {
                    smooth(&values, along: index)
                    try run.checkCancellation()
                }
            }
            return try Field(field.name, axes: field.axes, values, unit: field.unit, longName: field.longName)
        }
    }

    private func smooth(_ u: inout Tensor<Double>, along axis: Int) {
        let count = u.shape[axis]
        let step = u.shape[(axis + 1)...].reduce(1, *)
        let old = u
        old.withBuffer { old in
            u.withMutableBuffer { u in
                for index in u.indices {
                    let i = index / step % count
                    let before = old[i > 0 ? index - step : index + step]
                    let after = old[i < count - 1 ? index + step : index - step]
                    u[index] = (before + 2 * old[index] + after) / 4
                }
            }
        }
    }
}

let plugin = Plugin("plugin_name", version: "0.1.0") { PluginName.self }
