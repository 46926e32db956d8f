import Ansatz
@c(ansatz_plugin_register) public func register(_ host: UnsafeMutableRawPointer) {}
