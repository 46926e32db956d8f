// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(path: "../Sources/AnsatzKit")],
    targets: [
        // Opens the plugin's library, so both sides of the comparison run the same code.
        .executableTarget(
            name: "Overhead", dependencies: [.product(name: "Ansatz", package: "AnsatzKit")], path: "Overhead",
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .unsafeFlags(["-Xcc", "-march=native", "-enforce-exclusivity=unchecked"]),
            ]),
        // Times solvers on a matrix from a file.
        .executableTarget(
            name: "SparseSolvers", dependencies: [.product(name: "Ansatz", package: "AnsatzKit")],
            path: "SparseSolvers",
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .unsafeFlags(["-Xcc", "-march=native", "-enforce-exclusivity=unchecked"]),
            ]),
        // Times solvers on grids.
        .executableTarget(
            name: "LinearSolvers", dependencies: [.product(name: "Ansatz", package: "AnsatzKit")],
            path: "LinearSolvers",
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .unsafeFlags(["-Xcc", "-march=native", "-enforce-exclusivity=unchecked"]),
            ]),
        // Times networks, and writes their weights and answers for others to compare with.
        .executableTarget(
            name: "NeuralOperators", dependencies: [.product(name: "Ansatz", package: "AnsatzKit")],
            path: "NeuralOperators",
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .unsafeFlags(["-Xcc", "-march=native", "-enforce-exclusivity=unchecked"]),
            ]),
    ]
)
