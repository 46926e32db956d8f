/// Initial, boundary or forcing data as a scenario gives it: a number, a formula in the coordinates, a dataset in an
/// HDF5 file, or a field of another stage.
///
/// ```yaml
/// forcing: 0
/// forcing: sin(pi*x) * exp(-t)
/// forcing: { file: forcing.h5, dataset: q }                # netCDF-4: coordinates come from the file
/// forcing: { file: raw.h5, dataset: /run/q, axes: [time, y, x], coordinates: { time: /run/t } }
/// forcing: { stage: heating.reference, field: T, time: last }
/// ```
public struct FieldSource<Variables: FieldVariables>: OptionValue {
    enum Content: Sendable {
        case formula(Expression)
        case dataset(StoredFieldSource)
    }

    let content: Content

    /// A number or formula.
    ///
    /// - Throws: ``ExpressionError`` where the formula can't be read.
    public init(formula text: String) throws(ExpressionError) {
        content = .formula(try Expression(text, variables: Variables.names))
    }

    private init(_ content: Content) { self.content = content }

    public static var optionType: OptionType { .fieldSource(variables: Variables.names) }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> FieldSource? {
        if let text = setting.text {
            do {
                return try FieldSource(formula: text)
            } catch {
                decoder.report(error.diagnostic(in: setting))
                return nil
            }
        }
        guard setting.entries != nil else {
            decoder.reportExpected("a number, a formula, or a mapping with 'file' or 'stage'", found: setting)
            return nil
        }
        return StoredFieldSource.decode(setting, with: decoder).map { FieldSource(.dataset($0)) }
    }

    public var resolved: JSONValue {
        switch content {
        case .formula(let expression): .string(expression.text)
        case .dataset(let source): source.resolved
        }
    }

    /// What gives the values at the points of a grid; no axes stand for a function of time alone.
    ///
    /// - Throws: where the formula uses a coordinate that the grid lacks, or the file doesn't fit.
    public func sampler(on axes: [Axis], _ run: RunContext) throws -> any FieldSampler {
        switch content {
        case .formula(let expression):
            let known = Set(axes.map(\.name) + ["t"])
            if let missing = expression.usedVariables.subtracting(known).sorted().first {
                throw ComputationError.badInput(
                    "the formula '\(expression.text)' uses '\(missing)', but the grid has "
                        + "\(axes.map(\.name).reversed().joined(separator: ", "))", help: nil)
            }
            return FormulaSampler(
                try ExpressionEvaluator(expression, grid: axes.map { ($0.name, $0.values) }), axes: axes)
        case .dataset(let source): return try StoredFieldSampler(source, axes: axes, run)
        }
    }
}

extension FieldSource: ExpressibleByStringLiteral {
    /// A default in source code.
    ///
    /// - Precondition: the formula can be read.
    public init(stringLiteral text: String) {
        do { try self.init(formula: text) } catch { preconditionFailure("'\(text)': \(error)") }
    }
}
