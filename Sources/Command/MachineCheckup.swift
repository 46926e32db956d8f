import Ansatz
import Engine
import Foundation

/// What the doctor says of the program, its libraries and the machine.
struct MachineCheckup {
    let runsFolder: String

    var program: [Finding] {
        let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        return [
            Finding("ansatz", .ok, "\(AnsatzVersion.current), \(executable)"),
            CoreBuild.current.isDebug
                ? Finding(
                    "core", .warning, "\(CoreBuild.current): a debug build is tens of times slower",
                    help: "build with `swift build -c release`")
                : Finding("core", .ok, CoreBuild.current.description),
        ]
    }

    var libraries: [Finding] {
        let cores = LinearAlgebraLibrary.hasAVX512 && LinearAlgebraLibrary.coreName == "Haswell"
        return NumericalLibrary.all.map { library in
            let text = [library.version, library.flavour].filter { !$0.isEmpty }.joined(separator: ", ")
            if library.name == "OpenBLAS", cores {
                return Finding(
                    library.name, .warning, "\(text): it does not use this processor's AVX-512",
                    help: "unset OPENBLAS_CORETYPE, or set it to SkylakeX")
            }
            return Finding(library.name, .ok, text)
        }
    }

    var hardware: [Finding] {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = info.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
        let flags = Set(line.split(separator: " ").map(String.init))
        let features = ["sse4_2", "avx", "avx2", "fma", "avx512f", "avx512dq", "avx512vl", "avx512_bf16", "amx_tile"]
            .filter(flags.contains)
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_NUMERIC", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
        return [
            Finding("processor", .ok, HostDescription.processor),
            flags.contains("avx2") && flags.contains("fma")
                ? Finding("instructions", .ok, features.joined(separator: " "))
                : Finding(
                    "instructions", .warning, "no AVX2: \(features.joined(separator: " "))",
                    help: "it works, several times slower than on a processor with AVX2"),
            Finding("threads", .ok, "\(ProcessInfo.processInfo.activeProcessorCount)"),
            // Numbers are read and written the same in every locale; it is shown for bug reports.
            Finding("locale", .ok, locale),
        ]
    }

    var resources: [Finding] {
        let gibibyte = 1 << 30
        func amount(_ name: String, _ bytes: Int?, least: Int, help: String) -> Finding {
            guard let bytes else { return Finding(name, .warning, "the system does not say") }
            let text = "\(NumberFormat.bytes.string(Double(bytes))) free"
            return bytes < least ? Finding(name, .warning, text, help: help) : Finding(name, .ok, text)
        }
        return [
            amount("memory", FreeResources.memory, least: gibibyte / 2, help: "close other programs"),
            amount(
                "disk", FreeResources.disk(beside: existingFolder + "/."), least: gibibyte,
                help: "free some space, or run with --output on another disk"),
            openFiles, memoryLimit, writable,
        ]
    }

    private var openFiles: Finding {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return Finding("open files", .warning, "the limit can't be read")
        }
        return limit.rlim_cur < 256
            ? Finding("open files", .warning, "at most \(limit.rlim_cur)", help: "raise it: ulimit -n 1024")
            : Finding("open files", .ok, "at most \(limit.rlim_cur)")
    }

    private var memoryLimit: Finding {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else {
            return Finding("address space", .warning, "the limit can't be read")
        }
        // RLIM_INFINITY, which Swift does not import.
        if limit.rlim_cur == rlim_t.max { return Finding("address space", .ok, "no limit") }
        return Finding(
            "address space", .warning, "limited to \(NumberFormat.bytes.string(Double(limit.rlim_cur)))",
            help: "large runs may fail; lift it: ulimit -v unlimited")
    }

    private var writable: Finding {
        let folder = existingFolder
        if access(folder, W_OK | X_OK) == 0 { return Finding("run folder", .ok, "'\(runsFolder)' can be written to") }
        return Finding(
            "run folder", .failed, "'\(folder)' can't be written to: \(String(cString: strerror(errno)))",
            help: "change its permissions, or run with --output elsewhere")
    }

    /// The run folder, or the nearest folder above it that exists.
    private var existingFolder: String {
        var url = URL(fileURLWithPath: runsFolder)
        while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url.deleteLastPathComponent() }
        return url.path
    }
}
