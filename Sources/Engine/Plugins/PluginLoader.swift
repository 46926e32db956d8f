public import Ansatz
import Foundation

/// Finds plugins, compares what they were built against, and loads those that fit.
///
/// A broken plugin is kept with the reason and does not stop the others.
public struct PluginLoader {
    /// The outcome for one library.
    public struct Report: Sendable {
        public enum Outcome: Sendable {
            case loaded([ComponentEntry])
            case refused(PluginRefusal)
        }
        public var identity: PluginIdentity
        /// Whether it was found with the command, not where the user pointed.
        public var isBesideExecutable: Bool
        public var outcome: Outcome

        public var refusal: PluginRefusal? {
            if case .refused(let refusal) = outcome { refusal } else { nil }
        }

        /// Which plugin it is, by its file, and why it is not loaded; with what to do. `nil` for a loaded one.
        public var failure: (message: String, help: String)? {
            refusal.map { refusal in
                let help = refusal.help(for: identity.path, isBesideExecutable: isBesideExecutable)
                return ("plugin '\(identity.path)' \(refusal)", help)
            }
        }
    }

    public private(set) var registry = Registry()
    public private(set) var reports: [Report] = []

    /// Loads every plugin that the search finds.
    public init(search: PluginSearch) {
        for library in search.libraries() { load(library) }
        registry.unavailablePlugins = reports.compactMap { report in
            report.refusal.map { _ in URL(fileURLWithPath: report.identity.path).lastPathComponent }
        }
    }

    private mutating func load(_ library: PluginSearch.Library) {
        let fileName = URL(fileURLWithPath: library.path).lastPathComponent
        var identity = PluginIdentity(name: fileName, version: "", path: library.path)
        do throws(PluginRefusal) {
            guard try Self.checkHandshake(of: library) else { return }
            let (found, entries) = try Self.register(library.path)
            identity = found
            var extended = registry
            for entry in entries {
                do { try extended.add(entry) } catch { throw PluginRefusal.conflict("\(error)") }
            }
            registry = extended
            report(identity, .loaded(entries))
        } catch {
            report(identity, .refused(error))
        }
        func report(_ identity: PluginIdentity, _ outcome: Report.Outcome) {
            reports.append(
                Report(identity: identity, isBesideExecutable: library.isBesideExecutable, outcome: outcome))
        }
    }

    /// Compares the record in the file with the running core, before anything of the library is mapped.
    ///
    /// - Returns: whether this is a plugin at all; `false` only for libraries that nobody named as plugins.
    private static func checkHandshake(of library: PluginSearch.Library) throws(PluginRefusal) -> Bool {
        let record: [UInt8]
        do {
            record = try ELFSection.read(".ansatz", of: library.path)
        } catch {
            switch error {
            case .damaged: throw .damaged("parts of the file are missing or out of place")
            case _ where library.isBesideExecutable: return false
            case .unreadable(let reason): throw .unreadable(reason)
            case .notELF, .noSuchSection: throw .notAPlugin
            }
        }
        guard let built = CoreBuild(handshake: record) else { throw .notAPlugin }
        let running = CoreBuild.current
        if built.abi != running.abi { throw .otherABI(plugin: built.abi, host: running.abi) }
        if built != running { throw .otherCore(plugin: built, host: running) }
        return true
    }

    private static func register(
        _ path: String
    ) throws(PluginRefusal) -> (identity: PluginIdentity, entries: [ComponentEntry]) {
        // Never closed: Swift keeps pointers into a library's metadata.
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            throw .unloadable(dlerror().map { String(cString: $0) } ?? "no reason given")
        }
        guard let symbol = dlsym(handle, "ansatz_plugin_register") else { throw .noRegistration }
        typealias Register = @convention(c) (UnsafeMutableRawPointer) -> Void
        let function = unsafeBitCast(symbol, to: Register.self)
        do {
            guard let found = try PluginRegistration.collect(path: path, from: { function($0) }) else {
                throw PluginRefusal.noRegistration
            }
            return found
        } catch let refusal as PluginRefusal {
            throw refusal
        } catch {
            throw .registration("\(error)")
        }
    }
}
