// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-Xcc", "-march=native", "-enforce-exclusivity=unchecked"]),
]
let core: Target.Dependency = .product(name: "Ansatz", package: "AnsatzKit")

/// A program that opens the plugins' own libraries, so that both sides of a comparison run the same code.
func program(_ name: String) -> Target {
    .executableTarget(name: name, dependencies: [core, "BenchmarkSupport"], path: name, swiftSettings: settings)
}

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(path: "../Sources/AnsatzKit")],
    targets: [
        // What the programs share: requests and answers, plugins, the clock.
        .target(name: "BenchmarkSupport", dependencies: [core], path: "Support", swiftSettings: settings),
        // The heat equation as a bare loop.
        program("Overhead"),
        // Times solvers on a matrix from a file.
        program("SparseSolvers"),
        // Times solvers on grids.
        program("LinearSolvers"),
        // Times networks, and writes their weights and answers for others to compare with.
        program("NeuralOperators"),
    ]
)
