public import Ansatz
import Foundation

/// The name of a new plugin: as scenarios have it, and as Swift has it.
public struct PluginName: Hashable, Sendable {
    /// The component and the plugin: `[a-z][a-z0-9_]{0,62}`.
    public let text: String
    /// The module, the type and the library: the same in upper camel case.
    public let module: String

    /// - Throws: ``PluginBuildError`` where the name can't be one.
    public init(_ text: String) throws(PluginBuildError) {
        guard text.wholeMatch(of: /[a-z][a-z0-9_]{0,62}/) != nil else {
            let likely = Self.likely(text)
            throw PluginBuildError.request(
                "'\(text)' can't be the name of a plugin",
                help: "use 1 to 63 of a-z, 0-9 and '_', a letter first" + (likely.map { ", such as '\($0)'" } ?? ""))
        }
        self.text = text
        module = text.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// Refuses a name that is taken: by Swift, by the core, or by what is installed.
    ///
    /// - Parameter loader: the plugins that stand beside the command.
    public func check(
        as kind: PluginKind, core: HostCore, registry: Registry, libraries: [String]
    ) throws(PluginBuildError) {
        let owner: String? =
            if Self.namesOfSwift.contains(module) {
                "'\(module)' is a name of Swift's own"
            } else if core.hasModule(module) || libraries.contains("lib\(module).so") {
                "there is a module '\(module)' of Ansatz already"
            } else if Self.types(of: core).contains(module) {
                "'\(module)' is a type of the core"
            } else if let entry = registry.entries(named: text).first(where: { $0.role.name == kind.rawValue }) {
                "plugin '\(entry.plugin.name)' has a \(kind.rawValue) '\(text)'"
            } else {
                nil
            }
        if let owner {
            throw PluginBuildError.request(
                "'\(text)' can't be the name of a new \(kind.rawValue): \(owner)",
                help: "choose another name, such as 'my_\(text)'")
        }
    }

    /// The nearest name that is allowed; `nil` where nothing is left of it.
    private static func likely(_ text: String) -> String? {
        var words = ""
        for character in text {
            if character.isUppercase, words.last?.isLowercase == true { words += "_" }
            words += character.isASCII && (character.isLetter || character.isNumber) ? character.lowercased() : "_"
        }
        let name = words.split(separator: "_").joined(separator: "_").drop { !$0.isLetter }.prefix(63)
        return name.isEmpty ? nil : String(name)
    }

    /// Types that the generated code names, keywords, and modules of the toolchain.
    private static let namesOfSwift: Set<String> = [
        "Any", "Array", "Bool", "Character", "Codable", "Collection", "Cxx", "Decodable", "Dictionary", "Dispatch",
        "Distributed", "Double", "Encodable", "Equatable", "Error", "Float", "Foundation", "FoundationEssentials",
        "Glibc", "Hashable", "Int", "Never", "Observation", "Optional", "Protocol", "Range", "Result", "Self",
        "Sendable", "Sequence", "Set", "String", "Swift", "Synchronization", "Test", "Testing", "Type", "Void",
        "XCTest", "Zip2Sequence",
    ]

    /// Public types of the core, which a type of the same name would hide.
    private static func types(of core: HostCore) -> Set<String> {
        let top = core.sources.appending(path: "Sources/AnsatzKit/Ansatz")
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: top.path)) ?? []
        var names: Set<String> = []
        for path in paths where path.hasSuffix(".swift") {
            guard let text = try? String(contentsOf: top.appending(path: path), encoding: .utf8) else { continue }
            for line in text.split(separator: "\n") where line.hasPrefix("public ") {
                let words = line.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" })
                guard let index = words.firstIndex(where: { ["struct", "class", "enum", "protocol"].contains($0) }),
                    index + 1 < words.count
                else { continue }
                names.insert(String(words[index + 1]))
            }
        }
        return names
    }
}
