import Ansatz

/// Single predictions that are kept with their inputs and truths: the worst ones, and a typical one at the end.
struct PredictionCases {
    /// Numbers of the samples.
    let samples: [Int]

    /// - Parameter errors: one number a sample.
    init(_ errors: [Double], worst count: Int) {
        // What is not a number is worse than any.
        let order = errors.indices.sorted { a, b in
            let (first, second) = (errors[a].isNaN ? .infinity : errors[a], errors[b].isNaN ? .infinity : errors[b])
            return first == second ? a < b : first > second
        }
        guard count > 0, !order.isEmpty else {
            samples = []
            return
        }
        let worst = Array(order.prefix(count))
        let typical = order[order.count / 2]
        samples = worst.contains(typical) ? worst : worst + [typical]
    }

    /// Inputs, predictions, truths and errors of the cases, for the result file.
    func fields(
        _ judged: JudgedSamples, errors: [Double], predict: (Int) throws -> [Field]
    ) throws -> [Field] {
        guard !samples.isEmpty else { return [] }
        let axis = Axis(
            "case", .explicit(samples.map(Double.init)), longName: "number of the sample", role: .sample)
        var fields = [
            try Field(
                "case_relative_l2", axes: [axis], Tensor(samples.map { errors[$0] }),
                longName: "relative error of the case")
        ]
        var columns: [(name: String, variable: SampleVariable, longName: String, values: [Double])] = []
        columns += judged.inputs.map { ("case_\($0.name)", $0, $0.longName, []) }
        for output in judged.outputs {
            columns += ["truth", "prediction", "error"].map {
                ("case_\(output.name)_\($0)", output, "\($0) of \(output.name)", [])
            }
        }
        for sample in samples {
            let inputs = try judged.inputs(of: sample)
            let (truths, predictions) = (try judged.truth(of: sample), try predict(sample))
            for index in inputs.indices { columns[index].values += inputs[index].doubles.elements }
            for index in truths.indices {
                let (truth, prediction) = (truths[index].doubles.elements, predictions[index].doubles.elements)
                let column = inputs.count + 3 * index
                columns[column].values += truth
                columns[column + 1].values += prediction
                columns[column + 2].values += zip(prediction, truth).map(-)
            }
        }
        for column in columns {
            fields.append(
                try Field(
                    column.name, axes: [axis] + column.variable.axes,
                    Tensor(column.values, shape: [samples.count] + column.variable.shape), unit: column.variable.unit,
                    longName: column.longName))
        }
        return fields
    }
}
