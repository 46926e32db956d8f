// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-Xcc", "-march=native"]),
]

// Plugins that lie or are broken, for tests. They are a package of their own so that only builds with tests make them:
// nothing but a test target depends on them. The loader passes over `libTestPlugin*` unless somebody names the file.
let names = ["Dishonest", "Throwing", "Clashing", "Silent", "Unregistered"]

let package = Package(
    name: "Plugins",
    products: names.map { .library(name: "TestPlugin\($0)", type: .dynamic, targets: ["TestPlugin\($0)"]) },
    dependencies: [.package(path: "../../Sources/AnsatzKit")],
    targets: names.map { name in
        .target(
            name: "TestPlugin\(name)", dependencies: [.product(name: "Ansatz", package: "AnsatzKit")], path: name,
            swiftSettings: settings, plugins: [.plugin(name: "Fingerprint", package: "AnsatzKit")])
    }
)
