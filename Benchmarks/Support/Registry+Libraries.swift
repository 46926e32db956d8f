public import Ansatz
import Foundation

extension Registry {
    /// The components of plugins' libraries, whose paths are separated by colons.
    public init(libraries: String) throws {
        self.init()
        for library in libraries.split(separator: ":").map(String.init) {
            guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL),
                let symbol = dlsym(handle, "ansatz_plugin_register")
            else { throw Failure("can't open \(library)") }
            let function = unsafeBitCast(symbol, to: (@convention(c) (UnsafeMutableRawPointer) -> Void).self)
            for entry in try PluginRegistration.collect(path: library, from: { function($0) })?.entries ?? [] {
                try add(entry)
            }
        }
    }
}
