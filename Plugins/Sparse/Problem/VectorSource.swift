import Ansatz

/// A vector as a scenario names it: `ones`, `random` (normal numbers), a number for all elements, or a Matrix Market file.
enum VectorSource: OptionValue {
    case constant(Double)
    case random
    case file(FilePath)

    static var optionType: OptionType { .text }

    static func decode(_ setting: Setting, with decoder: OptionDecoder) -> VectorSource? {
        guard let text = setting.text, !text.isEmpty else {
            decoder.reportExpected(choices, found: setting, help: "a dataset of an HDF5 file goes under 'source_field'")
            return nil
        }
        switch text {
        case "ones": return .constant(1)
        case "random": return .random
        default: break
        }
        if [".mtx", ".mm", ".gz"].contains(where: text.lowercased().hasSuffix) {
            return FilePath.decode(setting, with: decoder).map { .file($0) }
        }
        if let number = try? Expression.number(text), number.isFinite { return .constant(number) }
        decoder.reportExpected(
            choices, found: setting, help: Suggestion.help(for: text, among: ["ones", "random"], noun: "name"))
        return nil
    }

    private static let choices = "ones, random, a number, or a Matrix Market file (.mtx)"

    var resolved: JSONValue {
        switch self {
        case .constant(1): "ones"
        case .constant(let value): .number(value)
        case .random: "random"
        case .file(let file): file.resolved
        }
    }

    /// The vector.
    ///
    /// - Parameter purpose: which stream random elements come from; all methods of a stage get the same.
    func vector(count: Int, purpose: String, _ run: RunContext) throws -> Tensor<Double> {
        switch self {
        case .constant(let value): return Tensor(repeating: value, shape: [count])
        case .random:
            var random = run.sharedRandom(purpose)
            return random.normalTensor(shape: [count])
        case .file(let file):
            let vector = try MatrixMarketReader.vector(of: file, run)
            guard vector.count == count else {
                throw ComputationError.badInput(
                    "'\(file.written)' has \(vector.count) elements, the matrix has \(count) rows", help: nil)
            }
            return Tensor(vector)
        }
    }
}
