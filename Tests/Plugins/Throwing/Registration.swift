import Ansatz

/// Throws in its registration.
@c(ansatz_plugin_register)
public func register(_ host: UnsafeMutableRawPointer) {
    Plugin.register(host, name: "throwing", version: "1.0.0") { _ in throw MissingTable() }
}

struct MissingTable: Error, CustomStringConvertible {
    var description: String { "the table of coefficients is missing" }
}
