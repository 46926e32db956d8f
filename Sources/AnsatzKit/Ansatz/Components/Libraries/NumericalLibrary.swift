import CCompression
import CCrypto
import CFFTW
import CHDF5
import COneDNN
import COpenBLAS

/// A C library that the core rests on, as it is loaded now.
public struct NumericalLibrary: Hashable, Sendable {
    public var name: String
    public var version: String
    /// How it was built, or what it takes the machine for.
    public var flavour: String

    /// All of them.
    public static var all: [NumericalLibrary] {
        [hdf5, fftw, openBLAS, oneDNN, zlib, libcrypto]
    }

    private static var hdf5: NumericalLibrary {
        var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
        _ = HDF5Library.locked { H5get_libversion(&major, &minor, &release) }
        return NumericalLibrary(
            name: "HDF5", version: "\(major).\(minor).\(release)",
            flavour: chdf5_is_parallel() != 0 ? "parallel" : "serial")
    }

    /// FFTW puts both into one text: `fftw-3.3.10-sse2-avx-avx2`.
    private static var fftw: NumericalLibrary {
        let parts = String(cString: cfftw_version()).split(separator: "-").map(String.init)
        return NumericalLibrary(
            name: "FFTW", version: parts.dropFirst().first ?? "unknown",
            flavour: parts.dropFirst(2).joined(separator: " "))
    }

    private static var openBLAS: NumericalLibrary {
        let core = LinearAlgebraLibrary.coreName
        let parts = String(cString: openblas_get_config()).split(separator: " ").map(String.init)
        let threading =
            parts.contains("USE_OPENMP") ? "OpenMP" : parts.contains("SINGLE_THREADED") ? "serial" : "pthreads"
        return NumericalLibrary(
            name: "OpenBLAS", version: parts.dropFirst().first ?? "unknown",
            flavour: "core \(core), \(threading), \(openblas_get_num_threads()) thread")
    }

    private static var oneDNN: NumericalLibrary {
        guard let version = dnnl_version()?.pointee else {
            return NumericalLibrary(name: "oneDNN", version: "unknown", flavour: "")
        }
        let runtimes: [UInt32: String] = [
            0: "no CPU runtime", 1: "sequential", 2: "OpenMP", 4: "TBB", 8: "thread pool",
        ]
        return NumericalLibrary(
            name: "oneDNN", version: "\(version.major).\(version.minor).\(version.patch)",
            flavour: runtimes[version.cpu_runtime] ?? "runtime \(version.cpu_runtime)")
    }

    private static var zlib: NumericalLibrary {
        NumericalLibrary(name: "zlib", version: String(cString: zlibVersion()), flavour: "")
    }

    private static var libcrypto: NumericalLibrary {
        // `OpenSSL 3.0.15 3 Sep 2024`
        let parts = String(cString: OpenSSL_version(OPENSSL_VERSION)).split(separator: " ").map(String.init)
        return NumericalLibrary(
            name: "libcrypto", version: parts.dropFirst().first ?? "unknown", flavour: parts.first ?? "")
    }
}
