import Ansatz

/// Has a registration function that registers nothing.
@c(ansatz_plugin_register)
public func register(_ host: UnsafeMutableRawPointer) {}
