/// An option that names samples: those of a `generate` stage, or datasets of an HDF5 file from anywhere.
///
/// ```yaml
/// on: data.train                                   # stage data, the part train of its split
/// on: { stage: data, split: train, samples: [0, 500], inputs: [a], outputs: [u] }
/// on: { file: darcy.h5, axes: { a: [sample, y, x], u: [sample, y, x] }, inputs: [a], outputs: [u], every: 5 }
/// on:
///   file: burgers.h5                               # PDEBench: its layout is known
///   variables: { u0: { dataset: tensor, at: { time: first } }, u1: { dataset: tensor, at: { time: last } } }
///   samples: [0, 1000]
/// ```
///
/// Keys of the mapping:
///
/// - `stage` or `file`; `split`: a part's name, of a variable `split` whose `flag_meanings` name the parts.
/// - `inputs`, `outputs`: names of variables. Unless given, the last is the output and the others are inputs; `residual`
///   and `split` never are.
/// - `samples`: first and one past the last, of the part.
/// - `every`: takes every n-th point of the space axes, from the first; a number, or one for some axes.
/// - `at`: an index along an axis, `first`, `last`, or a range as first and one past the last; an index takes the axis away.
/// - `variables`: what is behind a variable's name where that is not the dataset of that name: a path, or `dataset` (a path,
///   several that are joined sample after sample, or one with `*` for a name, as in `*/data`), `axes`, `at`.
/// - `axes`: names of the dimensions where the file doesn't say them, of all variables or by variable. One may be
///   `sample`, in any place; a dataset without it is one sample. `coordinates`: paths of the coordinates of some of
///   them. `domain`: first and last coordinate, where there are none.
public struct SampleReference: OptionValue {
    let request: SampleRequest?

    /// Stands in for a required option before it is decoded.
    public static var unset: SampleReference { SampleReference(request: nil) }

    public static var optionType: OptionType { .samples }

    /// The stage that is named; `nil` for a file.
    public var stage: StageReference? {
        if case .stage(let reference)? = request?.origin { reference } else { nil }
    }

    /// The file that is named; `nil` for a stage.
    public var file: InputFile? {
        if case .file(let file)? = request?.origin { file } else { nil }
    }

    /// The part that is named.
    public var split: String? { request?.split }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> SampleReference? {
        SampleRequest.decode(setting, with: decoder).map { SampleReference(request: $0) }
    }

    public var resolved: JSONValue { request?.resolved ?? .null }

    /// Reads the samples.
    ///
    /// - Parameters:
    ///   - precision: in which they are kept.
    ///   - memory: bytes that they may take; larger sets are kept on the disk. Unless given, half of what is free.
    /// - Throws: ``StorageError`` and ``ComputationError`` that name file, dataset, sample and index: where datasets are
    ///   missing or don't fit each other, or a number is not finite.
    public func open(
        _ run: RunContext, precision: FieldPrecision = .float32, memory: Int? = nil
    ) throws -> SampleSet {
        guard let request else { throw ComputationError.unsuitable("no samples were named", help: nil) }
        let budget = memory ?? FreeResources.memory.map { $0 / 2 } ?? .max
        return try SampleReading(request, run).read(precision: precision, memoryBudget: budget, run)
    }
}
