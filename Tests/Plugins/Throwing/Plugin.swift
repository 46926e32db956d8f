import Ansatz

/// Throws in its registration.
let plugin = Plugin("throwing", version: "1.0.0") { throw MissingTable() }

struct MissingTable: Error, CustomStringConvertible {
    var description: String { "the table of coefficients is missing" }
}
