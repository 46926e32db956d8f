/// What an option's value may be. `describe`, the reference and the schema are made from it.
public indirect enum OptionType: Hashable, Sendable, CustomStringConvertible {
    case number
    case integer
    case boolean
    case text
    case choice([String])
    case list(OptionType)
    case optional(OptionType)
    /// A single value for all axes, or a list with one for each.
    case perAxis(OptionType)
    /// A component of a role, by name or as `{ name: { options } }`.
    case component(ComponentRole)
    /// A number, an expression in the named variables, a dataset in an HDF5 file, or another stage's field.
    case fieldSource(variables: [String])
    /// A dataset in an HDF5 file, or another stage's field.
    case fieldReference
    /// Samples of a `generate` stage, or datasets in an HDF5 file.
    case samples

    public var description: String {
        switch self {
        case .number: "number"
        case .integer: "integer"
        case .boolean: "true or false"
        case .text: "text"
        case .choice(let names): names.map { "'\($0)'" }.joined(separator: " or ")
        case .list(let element): "list of \(element.plural)"
        case .optional(let wrapped): wrapped.description
        case .perAxis(let element): "\(element), or a list of such, one for each axis"
        case .component(let role): "\(role.name) (a name, or a name with options)"
        case .fieldSource(let variables):
            "number, expression in \(variables.joined(separator: ", ")), dataset or stage field"
        case .fieldReference: "dataset or stage field"
        case .samples: "samples of a stage or file"
        }
    }

    /// What several values are called.
    var plural: String {
        switch self {
        case .integer: "whole numbers"
        case .boolean: "values that are true or false"
        case .choice, .component, .fieldSource, .fieldReference, .samples: "values, each \(self)"
        case .list(let element): "lists of \(element.plural)"
        case .optional(let wrapped): wrapped.plural
        case .perAxis(let element): element.plural
        case .number, .text: "\(self)s"
        }
    }
}
