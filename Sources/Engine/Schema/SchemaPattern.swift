import Ansatz

/// Regular expressions of the schema, in the syntax that ECMA 262 and Python share.
///
/// The reader takes every scalar as text, so a number may be written as a number, as arithmetic or as a variable. The
/// patterns apply to the last two; YAML tools have read the first one as a number already.
enum SchemaPattern {
    /// Somewhere a variable is put in: what comes out is not known before.
    static let variable = "\\$\\{"

    /// Names that become paths.
    static let name = "^[a-z0-9_-]{1,64}$"

    static let nameOrVariable = or(name)

    /// A formula over the given variables, or one with a variable of the scenario in it.
    ///
    /// The words of a formula in any order: what follows them decides where each ends, so that matching takes time
    /// proportional to the length. What their order means is left to the checker.
    static func formula(over variables: [String]) -> String {
        let number = "(?:[0-9][0-9_]*(?:\\.[0-9_]*)?|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?(?![0-9A-Za-z_.])"
        let names = (Expression.functionNames + Expression.constantNames + variables).joined(separator: "|")
        return or("^\\s*(?:(?:\(number)|(?:\(names))(?![0-9A-Za-z_])|[-+*/^(),<>=!])\\s*)+$")
    }

    /// Numbers without a variable of a formula.
    static let number = formula(over: [])

    /// `50 steps`, `30 s`, `50`.
    static func interval(units: [String]) -> String {
        let counts = units.filter { $0 != "s" }.joined(separator: "|")
        let count = "\\+?[0-9_]*[1-9][0-9_]* *(?:\(counts))?"
        let time = "[-+0-9.eE]*[1-9][-+0-9.eE]* *s"
        return or("^ *(?:\(count)\(units.contains("s") ? "|" + time : "")) *$")
    }

    static func or(_ pattern: String) -> String { pattern + "|" + variable }
}
