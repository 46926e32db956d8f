import Ansatz
import Foundation

/// One metric of every sample and output.
struct SampleScores {
    let name: String
    /// Names of the outputs.
    private let outputs: [String]
    /// For each output the value of every sample.
    private(set) var values: [[Double]]

    init(_ name: String, outputs: [String]) {
        self.name = name
        self.outputs = outputs
        values = outputs.map { _ in [] }
    }

    mutating func add(_ value: Double, output: Int) { values[output].append(value) }

    /// Of each sample, the mean over the outputs.
    var ofSamples: [Double] {
        guard let first = values.first else { return [] }
        return first.indices.map { sample in
            values.reduce(0) { $0 + $1[sample] } / Double(values.count)
        }
    }

    /// Mean, median and largest value over the samples; of several outputs, also each one's mean.
    var metrics: [Metric] {
        let all = ofSamples
        var metrics = [
            Metric(name, Self.mean(all)), Metric("\(name)_median", Self.median(all)),
            Metric("\(name)_max", all.max() ?? .nan),
        ]
        if outputs.count > 1 {
            metrics += zip(outputs, values).map { Metric("\(name)_\($0)", Self.mean($1)) }
        }
        return metrics
    }

    /// The series of the samples, for the result file.
    func fields(over samples: Axis) throws -> [Field] {
        let names = outputs.count > 1 ? outputs.map { "sample_\(name)_\($0)" } : ["sample_\(name)"]
        return try zip(names, values).map { name, values in
            try Field(name, axes: [samples], Tensor(values), longName: "\(self.name) of each sample")
        }
    }

    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted { $0 < $1 }
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// ‖u − v‖₂ / ‖v‖₂; ‖u‖₂ where v = 0: as the metric `relative_l2`.
    static func relativeL2(_ prediction: Tensor<Double>, _ truth: Tensor<Double>) -> Double {
        var (error, scale) = (0.0, 0.0)
        prediction.withBuffer { prediction in
            truth.withBuffer { truth in
                for index in 0..<min(prediction.count, truth.count) {
                    let difference = prediction[index] - truth[index]
                    error += difference * difference
                    scale += truth[index] * truth[index]
                }
            }
        }
        return scale == 0 ? error.squareRoot() : (error / scale).squareRoot()
    }
}
