import CAnsatz
import COpenBLAS

/// OpenBLAS as this package uses it: on one thread, since its results change with the number of its threads. Loops of
/// ours parallelise outside it.
public enum LinearAlgebraLibrary {
    /// The processor that OpenBLAS took this one for, such as `Haswell`, `Zen` or `SkylakeX`.
    public static var coreName: String {
        useOneThread
        return String(cString: openblas_get_corename())
    }

    /// Whether this processor has the AVX-512 instructions of OpenBLAS's SkylakeX kernels.
    public static var hasAVX512: Bool { ansatz_has_avx512() != 0 }

    /// The value that the environment variable `OPENBLAS_CORETYPE` should have had when the process started, or `nil`
    /// where OpenBLAS chose well or the user has chosen.
    ///
    /// OpenBLAS 0.3.21 takes newer AMD processors for Haswell and leaves half of their speed unused. It reads the
    /// variable while it is loaded, so only a process that starts itself again with the variable set can change that.
    ///
    /// - Parameters:
    ///   - coreName: what OpenBLAS took the processor for, ``coreName``.
    ///   - hasAVX512: what the processor can do, ``hasAVX512``.
    ///   - environment: the process's environment.
    public static func coreTypeToStartWith(
        coreName: String, hasAVX512: Bool, environment: [String: String]
    ) -> String? {
        let coresWithAVX512 = ["skylakex", "cooperlake", "sapphirerapids"]
        let isChosen = !(environment["OPENBLAS_CORETYPE"] ?? "").isEmpty
        if isChosen || !hasAVX512 || coresWithAVX512.contains(coreName.lowercased()) { return nil }
        return "SkylakeX"
    }

    /// Evaluated before every call of OpenBLAS; takes effect once.
    static let useOneThread: Void = openblas_set_num_threads(1)
}
