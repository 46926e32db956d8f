/// An option that names a trained model: a `train` stage, or a model file.
///
/// ```yaml
/// model: fno                        # or fno.small, where the stage has methods
/// model: { file: models/fno.h5 }
/// ```
public struct ModelReference: OptionValue {
    enum Origin: Sendable {
        case file(InputFile)
        case stage(StageReference)
    }

    let origin: Origin?

    /// Stands in for a required option before it is decoded.
    public static var unset: ModelReference { ModelReference(origin: nil) }

    public static var optionType: OptionType { .text }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> ModelReference? {
        if let text = setting.text, !text.isEmpty {
            guard !text.contains("/"), !text.hasSuffix(".h5") else {
                decoder.report(
                    "'\(Setting.shortened(text))' looks like a file", at: setting.location,
                    help: "write { file: \(Setting.shortened(text)) }")
                return nil
            }
            let reference = StageReference(path: text, location: setting.location)
            decoder.note(reference)
            return ModelReference(origin: .stage(reference))
        }
        guard let entries = setting.entries, entries.count == 1, let path = setting["file"] else {
            decoder.reportExpected(
                "a trained model", found: setting, help: "name the stage that trains it, or write { file: model.h5 }")
            return nil
        }
        guard let written = String.decode(path, with: decoder) else { return nil }
        let file = InputFile(
            path: written.hasPrefix("/") ? written : decoder.baseDirectory + "/" + written, written: written,
            location: path.location)
        decoder.note(file)
        return ModelReference(origin: .file(file))
    }

    public var resolved: JSONValue {
        switch origin {
        case .file(let file): ["file": .string(file.written)]
        case .stage(let reference): .string(reference.path)
        case nil: .null
        }
    }

    /// The model, ready to predict.
    ///
    /// - Throws: what ``RunContext/model(at:)`` throws.
    public func open(_ run: RunContext) throws -> TrainedModel {
        switch origin {
        case .file(let file): try run.model(at: file.path)
        case .stage(let reference): try run.model(at: try run.resultFile(of: reference))
        case nil: throw ComputationError.unsuitable("no model was named", help: nil)
        }
    }
}
