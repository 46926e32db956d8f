// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    // Dynamic exclusivity checks find programming errors in debug builds; in a step loop they cost some percent.
    .unsafeFlags(["-Xcc", "-march=native"]),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]
let core: Target.Dependency = .product(name: "Ansatz", package: "AnsatzKit")

/// A plugin is a dynamic library that links nothing of ours but the core, and carries the core's fingerprint.
func plugin(_ name: String, with headers: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: [core] + headers, path: "Plugins/\(name)", exclude: ["README.md"],
        swiftSettings: settings, plugins: [.plugin(name: "Fingerprint", package: "AnsatzKit")])
}

let package = Package(
    name: "ansatz",
    products: [
        .executable(name: "ansatz", targets: ["Command"]),
        .library(name: "Fields", type: .dynamic, targets: ["Fields"]),
        .library(name: "Relaxation", type: .dynamic, targets: ["Relaxation"]),
        .library(name: "Diffusion", type: .dynamic, targets: ["Diffusion"]),
        .library(name: "Multigrid", type: .dynamic, targets: ["Multigrid"]),
        .library(name: "Sparse", type: .dynamic, targets: ["Sparse"]),
        .library(name: "DeepONet", type: .dynamic, targets: ["DeepONet"]),
        .library(name: "Datasets", type: .dynamic, targets: ["Datasets"]),
        .library(name: "Learned", type: .dynamic, targets: ["Learned"]),
        .library(name: "MgNO", type: .dynamic, targets: ["MgNO"]),
        .library(name: "Fourier", type: .dynamic, targets: ["Fourier"]),
        // For the tests of plugins that are built outside, against these modules and libraries.
        .library(name: "AnsatzTesting", type: .dynamic, targets: ["AnsatzTesting"]),
    ],
    dependencies: [
        .package(path: "Sources/AnsatzKit"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    ],
    targets: [
        // libpng (libpng-dev) behind a shim, since its errors are longjmps.
        // Its folder is all of Sources because SwiftPM watches the folders of the root package's targets alone: without
        // this, a file that comes or goes in the nested core is missed, or fails the build as a missing input.
        .target(
            name: "CImage", path: "Sources", sources: ["CImage"], publicHeadersPath: "CImage/include",
            linkerSettings: [.linkedLibrary("png16")]),
        // Starting processes, of which the part between fork and exec can't be Swift.
        .target(name: "CProcess", path: "Sources/CProcess"),
        // Vector instructions that Swift can't express; inline functions only.
        .target(name: "CLanes", path: "Sources/CLanes"),
        .target(
            name: "Engine", dependencies: [core, "CImage", "CProcess", .product(name: "Yams", package: "Yams")],
            path: "Sources/Engine", swiftSettings: settings),
        .executableTarget(
            name: "Command",
            dependencies: [core, "Engine", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Sources/Command", swiftSettings: settings),
        plugin("Fields"),
        plugin("Relaxation", with: ["CLanes"]),
        plugin("Diffusion"),
        plugin("Multigrid", with: ["CLanes"]),
        plugin("Sparse"),
        plugin("DeepONet"),
        plugin("Datasets"),
        plugin("Learned"),
        plugin("MgNO"),
        plugin("Fourier"),
        .target(
            name: "AnsatzTesting", dependencies: [core], path: "Sources/AnsatzTesting", swiftSettings: settings),
        .target(name: "TestSupport", dependencies: ["Engine"], path: "Tests/Support", swiftSettings: settings),
        .executableTarget(
            name: "Fuzz", dependencies: [core, "Engine"], path: "Tests/Fuzz", exclude: ["HDF5"],
            sources: ["Driver", "Scenarios", "Expressions"], swiftSettings: settings),
        .testTarget(
            name: "AnsatzTests", dependencies: [core, "AnsatzTesting"], path: "Tests/AnsatzTests",
            swiftSettings: settings),
        .testTarget(
            name: "EngineTests", dependencies: [core, "Engine", "AnsatzTesting", "TestSupport"],
            path: "Tests/EngineTests", exclude: ["Golden"], swiftSettings: settings),
        .testTarget(
            name: "ContractTests", dependencies: [core, "AnsatzTesting", "TestSupport"], path: "Tests/ContractTests",
            swiftSettings: settings),
        .testTarget(
            name: "CommandTests", dependencies: ["TestSupport"], path: "Tests/CommandTests",
            swiftSettings: settings),
        .testTarget(
            name: "HDF5Fuzz", dependencies: [core, "Engine", "TestSupport"], path: "Tests/Fuzz/HDF5",
            exclude: ["Regressions", "make_seeds.py", "run.sh"], swiftSettings: settings),
    ]
)
