import Ansatz

/// One recording of a DeepONet on a tape.
struct DeepONetRecording<Scalar: TensorScalar> {
    private let tape: Tape<Scalar>
    private let options: DeepONetOptions
    private let constants: [String: Tensor<Double>]
    private let task: LearningTask
    /// All inputs but the coordinates, one after the other; without those that convolutions see.
    private let sensors: Value?
    /// The inputs that convolutions see, (channels, y, x).
    private let planes: Value?
    /// The points of each sample, where they have some.
    private let points: (value: Value, variable: SampleVariable)?

    init(
        _ tape: Tape<Scalar>, _ options: DeepONetOptions, _ constants: [String: Tensor<Double>], _ inputs: [Value],
        _ task: LearningTask
    ) throws {
        self.tape = tape
        self.options = options
        self.constants = constants
        self.task = task
        var functions: [Value] = []
        var fields: [(value: Value, variable: SampleVariable)] = []
        var points: (Value, SampleVariable)?
        for (value, variable) in zip(inputs, task.inputs) {
            if variable.name == options.coordinates {
                points = (value, variable)
            } else if !options.convolutions.isEmpty, variable.axes.contains(where: { $0.role == .space }) {
                fields.append((value, variable))
            } else {
                functions.append(try tape.reshape(value, to: [value.count]))
            }
        }
        if let name = options.coordinates, points == nil {
            throw ComputationError.unsuitable(
                "'deeponet' shall take its points from the input '\(name)', which is not there",
                help: "inputs: \(task.inputs.map(\.name).joined(separator: ", "))")
        }
        guard !functions.isEmpty || !fields.isEmpty else {
            throw ComputationError.unsuitable(
                "'deeponet' needs an input besides the points", help: "name more 'inputs'")
        }
        sensors = functions.isEmpty ? nil : try tape.concatenate(functions)
        planes = options.convolutions.isEmpty ? nil : try Self.planes(fields, on: tape)
        self.points = points
        // Rows enough for products of matrices, outputs of a unit within a cache.
        let halved = (planes?.shape.dropFirst() ?? []).reduce(1) { $0 * (($1 + 1) / 2) }
        let largest = max(task.outputs.map(\.count).max() ?? 1, halved * (options.convolutions.first ?? 0))
        tape.samplesPerUnit = max(1, min(512, 32_768 / max(largest, 1)))
    }

    /// The fields on their common grid, as channels.
    private static func planes(
        _ fields: [(value: Value, variable: SampleVariable)], on tape: Tape<Scalar>
    ) throws -> Value {
        let task = LearningTask(inputs: fields.map(\.variable), outputs: [])
        let axes = try fields.isEmpty ? [] : task.commonGrid(for: "deeponet")
        guard axes.count == 2 else {
            throw ComputationError.unsuitable(
                "the convolutions of 'deeponet' work on fields over two axes of space"
                    + (fields.isEmpty
                        ? ", and there are none among the inputs"
                        : ", and '\(fields[0].variable.name)' has \(axes.count)"),
                help: "leave 'convolutions' out")
        }
        return try tape.spatialChannels(fields.map(\.value), task, for: "deeponet")
    }

    func outputs() throws -> [Value] {
        let sharing = task.outputs.count == 1 ? .independent : options.outputs
        var branches: [Value] = []
        if options.basis == .trunk {
            if sharing.sharesBranch {
                branches = try branch("branch", sharing.splitsBranch ? task.outputs.map { "/" + $0.name } : [""])
            }
            let trunks =
                sharing.sharesTrunk
                ? try trunk("trunk", task.outputs[0], sharing.splitsTrunk ? task.outputs.map { "/" + $0.name } : [""])
                : []
            if sharing.sharesTrunk, !task.outputs.allSatisfy({ $0.axes == task.outputs[0].axes }) {
                throw ComputationError.unsuitable(
                    "outputs on different grids can't share a trunk", help: "set 'outputs' to independent")
            }
            return try task.outputs.enumerated().map { index, variable in
                let suffix = task.outputs.count == 1 ? "" : "/" + variable.name
                let coefficients =
                    sharing.sharesBranch ? branches[index % branches.count] : try branch("branch" + suffix, [""])[0]
                let functions =
                    sharing.sharesTrunk
                    ? trunks[index % trunks.count] : try trunk("trunk" + suffix, variable, [""])[0]
                let bias = try tape.parameter("bias" + suffix, shape: [1], .zeros)
                return try finished(try tape.addShared(product(coefficients, functions, variable), bias), variable)
            }
        }
        return try task.outputs.map { variable in
            let suffix = task.outputs.count == 1 ? "" : "/" + variable.name
            guard let mean = constants["pod_mean/" + variable.name], let modes = constants["pod_modes/" + variable.name]
            else {
                throw ComputationError.unsuitable(
                    "the model lacks the principal components of '\(variable.name)'", help: "train it anew")
            }
            guard mean.count == variable.count, modes.shape.count == 2, modes.shape[0] == variable.count else {
                throw ComputationError.unsuitable(
                    "principal components of \(modes.shape) for '\(variable.name)' \(variable.shape)",
                    help: "they are bound to the grid of the training data")
            }
            let coefficients = try branch("branch" + suffix, [""], to: modes.shape[1])[0]
            let sum = try tape.product(coefficients, withShared: tape.constant(modes))
            return try finished(try tape.addShared(sum, tape.constant(mean)), variable)
        }
    }

    /// Dense layers with the activation between them, and one last layer for each of some parts.
    private func layers(
        _ x: Value, _ widths: [Int], to last: Int, _ name: String, _ parts: [String], _ activation: Activation
    ) throws -> [Value] {
        var x = x
        func dense(_ x: Value, _ width: Int, _ name: String) throws -> Value {
            try tape.linear(
                x, to: width, named: name,
                weights: options.initialization.initialization(x.shape.last ?? 1, width), bias: .zeros)
        }
        for (index, width) in widths.dropLast().enumerated() {
            x = tape.activate(try dense(x, width, "\(name)/\(index)"), by: activation)
        }
        return try parts.map { try dense(x, last, "\(name)/\(widths.count - 1)\($0)") }
    }

    private func branch(_ name: String, _ parts: [String], to last: Int? = nil) throws -> [Value] {
        // With principal components, all given widths are hidden ones and the coefficients come after them.
        let widths = last == nil ? options.branch : options.branch + [0]
        return try layers(features(name), widths, to: last ?? options.branch.last ?? 1, name, parts, options.activation)
    }

    /// What the dense layers of a branch see.
    private func features(_ name: String) throws -> Value {
        guard var x = planes else {
            guard let sensors else { throw ComputationError.unsuitable("'deeponet' has no inputs", help: nil) }
            return sensors
        }
        for (index, channels) in options.convolutions.enumerated() {
            let inputs = x.shape[0] * options.kernel * options.kernel
            let outputs = channels * options.kernel * options.kernel
            x = tape.activate(
                try tape.convolution(
                    x, to: channels, kernel: options.kernel, stride: 2, named: "\(name)/convolution_\(index)",
                    weights: options.initialization.initialization(inputs, outputs), bias: .zeros),
                by: options.activation)
        }
        let flat = try tape.reshape(x, to: [x.count])
        return try sensors.map { try tape.concatenate([flat, $0]) } ?? flat
    }

    private func trunk(_ name: String, _ variable: SampleVariable, _ parts: [String]) throws -> [Value] {
        let activation = options.trunkActivation ?? options.activation
        let start: Value
        if let points {
            guard points.variable.count % variable.count == 0 else {
                throw ComputationError.unsuitable(
                    "'\(points.variable.name)' \(points.variable.shape) does not hold the points of "
                        + "'\(variable.name)' \(variable.shape)",
                    help: "give it the output's shape, with one axis more for the coordinates of a point")
            }
            start = try tape.reshape(points.value, to: [variable.count, points.variable.count / variable.count])
        } else {
            start = tape.constant(try TrunkPoints.features(of: variable, harmonics: options.harmonics))
        }
        return try layers(start, options.trunk, to: options.trunk.last ?? 1, name, parts, activation).map {
            tape.activate($0, by: activation)
        }
    }

    private func product(_ coefficients: Value, _ functions: Value, _ variable: SampleVariable) throws -> Value {
        points == nil
            ? try tape.product(coefficients, withShared: functions) : try tape.innerProduct(coefficients, functions)
    }

    /// In the variable's shape, and 0 on the walls where it shall be.
    private func finished(_ values: Value, _ variable: SampleVariable) throws -> Value {
        var values = values
        if !options.zeroWalls.isEmpty {
            guard let zero = constants["zero/" + variable.name], zero.count == variable.count else {
                throw ComputationError.unsuitable(
                    "the model lacks the walls of '\(variable.name)'", help: "train it anew")
            }
            let factor = try WallFactor.values(on: options.zeroWalls, of: variable)
            values = tape.record(WallStep<Scalar>(factor: factor, zero: zero.elements), [values])
        }
        return try tape.reshape(values, to: variable.shape)
    }
}
