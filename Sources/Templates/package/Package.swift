// swift-tools-version: 6.2
import PackageDescription

// `ansatz plugin build` and `ansatz plugin test` add where the core's modules and library are.
let package = Package(
    name: "PluginName",
    products: [.library(name: "PluginName", type: .dynamic, targets: ["PluginName"])],
    targets: [
        .target(name: "PluginName"),
        .testTarget(name: "PluginNameTests", dependencies: ["PluginName"]),
    ]
)
