// swift-tools-version: 6.2
import PackageDescription

/// Code from source runs on the machine that built it, so it may use all of that machine's instructions.
/// Without this, SIMD code in Swift is tens of times slower.
let native: [String] = ["-Xcc", "-march=native"]

let package = Package(
    name: "AnsatzKit",
    products: [
        // The one dynamic image that the command and every plugin share: see docs/design.
        .library(name: "Ansatz", type: .dynamic, targets: ["Ansatz"]),
        .plugin(name: "Fingerprint", targets: ["Fingerprint"]),
    ],
    targets: [
        .target(
            name: "CAnsatz",
            path: "CAnsatz",
            cSettings: [.unsafeFlags(["-O3", "-march=native", "-ffp-contract=off"])],
            linkerSettings: [.linkedLibrary("gomp")]
        ),
        // Kernels of the layers that networks are made of.
        .target(
            name: "CLearning",
            path: "CLearning",
            cSettings: [.unsafeFlags(["-O3", "-march=native", "-mprefer-vector-width=512", "-ffp-contract=off"])]
        ),
        .systemLibrary(
            name: "CHDF5", path: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(
            name: "CFFTW", path: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"])]),
        .systemLibrary(
            name: "COpenBLAS", path: "COpenBLAS", pkgConfig: "lapacke",
            providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
        .systemLibrary(name: "COneDNN", path: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
        .systemLibrary(
            name: "CCompression", path: "CCompression", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CCrypto", path: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .plugin(name: "Fingerprint", capability: .buildTool(), path: "Plugins/Fingerprint"),
        .target(
            name: "Ansatz",
            dependencies: [
                "CAnsatz", "CLearning", "CHDF5", "CFFTW", "COpenBLAS", "COneDNN", "CCompression", "CCrypto",
            ],
            path: "Ansatz",
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .unsafeFlags(native),
                // Dynamic exclusivity checks find programming errors in debug builds; in a step loop they cost some percent.
                .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
            ],
            plugins: ["Fingerprint"]
        ),
    ]
)
