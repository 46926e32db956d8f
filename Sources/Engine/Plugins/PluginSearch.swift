import Foundation

/// Where plugins are looked for: `--plugin-path`, `ANSATZ_PLUGIN_PATH`, the executable's folder.
///
/// Of files with one name the first in this order counts. Those in the executable's folder are loaded first, so that a
/// plugin which brings a name again is refused, and not the one that has always had it.
public struct PluginSearch: Sendable {
    struct Library {
        var path: String
        /// Libraries beside the executable that carry no record are not plugins, and nothing is said of them.
        var isBesideExecutable: Bool
    }

    /// Folders or files that the user named.
    public var named: [String]
    public var executableFolder: String?

    public init(named: [String], executableFolder: String?) {
        self.named = named
        self.executableFolder = executableFolder
    }

    /// The search of this process: `paths` first, then the environment's.
    public static func standard(paths: [String]) -> PluginSearch {
        let environment = ProcessInfo.processInfo.environment["ANSATZ_PLUGIN_PATH"] ?? ""
        let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return PluginSearch(
            named: paths + environment.split(separator: ":").map(String.init),
            executableFolder: executable.deletingLastPathComponent().path)
    }

    /// Every candidate once, in the order of loading, and of names within a folder.
    func libraries() -> [Library] {
        var seen: Set<String> = []
        var names: Set<String> = []
        var found: [Library] = []
        func add(_ path: String, besideExecutable: Bool) {
            let url = URL(fileURLWithPath: path)
            let real = url.resolvingSymlinksInPath().path
            guard !seen.contains(real), names.insert(url.lastPathComponent).inserted else { return }
            seen.insert(real)
            found.append(Library(path: real, isBesideExecutable: besideExecutable))
        }
        for path in named {
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            if exists && isFolder.boolValue {
                Self.sharedLibraries(in: path).forEach { add($0, besideExecutable: false) }
            } else {
                add(path, besideExecutable: false)
            }
        }
        if let executableFolder {
            Self.sharedLibraries(in: executableFolder).forEach { add($0, besideExecutable: true) }
        }
        return found.filter(\.isBesideExecutable) + found.filter { !$0.isBesideExecutable }
    }

    private static func sharedLibraries(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".so") }.sorted().map { folder + "/" + $0 }
    }
}
