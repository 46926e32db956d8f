import Glibc

/// Model files are HDF5, to be understood without this program: texts are JSON in attributes of the root.
///
/// - `ansatz_model`: the version of this layout. `operator`, `options`, `recipe`, `task`, `conventions`, `record`, `data`.
/// - `weights/…`: float32, a dataset a parameter; complex ones have a last dimension of 2 and the attribute `complex`.
///   `last_weights/…` where `weights` are those of the smallest validation error.
/// - `normalizers/inputs/…`, `normalizers/outputs/…`: `shift` and `scale` of each variable: (x - shift) / scale.
/// - `constants/…`: what the operator fitted, float64. `history/…`: a number an epoch. `grid/…`: uneven coordinates.
extension TrainedModel {
    static let formatVersion = 1

    /// Writes the model; the file appears under its name complete or not at all.
    ///
    /// Equal models give equal bytes.
    ///
    /// - Parameter attributes: what else the file says of its origin.
    /// - Throws: ``StorageError``.
    public func write(to path: String, attributes: [Attribute] = []) throws {
        let temporary = AtomicFile.temporaryPath(for: path)
        do {
            try HDF5Library.locked {
                let file = try HDF5File.create(temporary)
                let root = try HDF5Object.root(of: file)
                for attribute in attributes { try root.writeAttribute(attribute) }
                try writeContents(to: root)
                try file.close()
            }
            try AtomicFile.publish(path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    private func writeContents(to root: HDF5Object) throws {
        try root.writeAttribute(Attribute("ansatz_model", .integer(Self.formatVersion)))
        try root.writeText("operator", name)
        let texts: [(String, JSONValue)] = [
            ("options", options), ("task", TaskText.json(task)), ("recipe", recipe),
            ("conventions", .object(architecture.conventions)), ("record", record),
        ]
        for (name, value) in texts {
            let text = CanonicalJSON.text(value)
            // Attributes of HDF5 end at 64 KiB.
            guard text.utf8.count < 60_000 else {
                throw StorageError(
                    .outOfMemory, file: root.file, object: name, "the model's \(name) are \(text.utf8.count) bytes long"
                )
            }
            try root.writeText(name, text)
        }
        try root.writeText("data", dataDigest)
        try root.writeAttribute(Attribute("parameters", .integer(parameterCount)))
        try root.writeText("contents", contentsDigest.description)
        try write(weights, in: "weights", root)
        if let lastWeights { try write(lastWeights, in: "last_weights", root) }
        for (group, variables, normalizers) in [
            ("inputs", task.inputs, inputNormalizers), ("outputs", task.outputs, outputNormalizers),
        ] {
            for (variable, normalizer) in zip(variables, normalizers) {
                let place = "normalizers/\(group)/\(variable.name)"
                try root.write(.float64(normalizer.shift), at: place + "/shift")
                try root.write(.float64(normalizer.scale), at: place + "/scale")
                try root.descendant(place).writeText("kind", normalizer.kind.rawValue)
            }
        }
        for (name, tensor) in architecture.constants.sorted(by: { $0.key < $1.key }) {
            try root.write(.float64(tensor), at: "constants/" + name)
        }
        var paths = Set<String>()
        for variable in task.inputs + task.outputs {
            for axis in variable.axes {
                guard case .explicit(let values) = axis.coordinates else { continue }
                let place = TaskText.coordinatePath(variable, axis)
                if paths.insert(place).inserted { try root.write(.float64(Tensor(values)), at: place) }
            }
        }
        try writeHistory(root)
    }

    private func write(_ weights: [Weight], in group: String, _ root: HDF5Object) throws {
        for weight in weights {
            let dataset = try root.write(.float32(weight.values), at: "\(group)/\(weight.name)")
            if weight.isComplex { try dataset.writeAttribute(Attribute("complex", .integer(1))) }
        }
    }

    private func writeHistory(_ root: HDF5Object) throws {
        guard !history.isEmpty else { return }
        for (name, values) in EpochRecord.columns(of: history).sorted(by: { $0.key < $1.key }) {
            try root.write(.float64(values), at: "history/" + name)
        }
    }

    /// Of all numbers that predictions depend on.
    var contentsDigest: Digest {
        var text = ""
        func add<Scalar: TensorScalar>(_ name: String, _ tensor: Tensor<Scalar>) {
            let bytes = tensor.withBuffer { Digest(of: UnsafeRawBufferPointer($0)) }
            text += "\(name) \(tensor.shape) \(bytes)\n"
        }
        // By name: a file's groups may give them in another order than the network declared them in.
        for weight in weights.sorted(by: { $0.name < $1.name }) { add(weight.name, weight.values) }
        for normalizer in inputNormalizers + outputNormalizers {
            add("shift", normalizer.shift)
            add("scale", normalizer.scale)
        }
        for (name, tensor) in architecture.constants.sorted(by: { $0.key < $1.key }) { add(name, tensor) }
        return Digest(of: text)
    }

    /// A name of this model's function: equal for equal operators, options, grids and numbers.
    public var digest: Digest {
        Digest(of: "\(name)|\(CanonicalJSON.text(options))|\(TaskText.text(task))|\(contentsDigest)")
    }
}
