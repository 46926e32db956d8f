import Ansatz

@c(ansatz_plugin_register)
public func register(_ host: UnsafeMutableRawPointer) {
    Plugin.register(host, name: "fields", version: "0.1.0") { plugin in
        try plugin.add(Resample.self)
        try plugin.add(RelativeL2.self)
        try plugin.add(MaximumError.self)
        try plugin.add(ApplyOperator.self)
        try plugin.add(CompareFields.self)
    }
}
