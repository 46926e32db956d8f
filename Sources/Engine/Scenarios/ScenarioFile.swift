public import Ansatz
import Foundation

/// A scenario's file as read: its bytes, its text, and the tree of settings with the place of each.
public struct ScenarioFile: Sendable {
    /// The largest file that is read, in bytes.
    public static let byteLimit = 1 << 20

    /// The path as the user gave it; messages show it.
    public let name: String
    public let bytes: [UInt8]
    public let text: String
    /// A mapping.
    public let root: Setting
    /// What the text has that a scenario may not have, where the rest can be read all the same.
    let faults: YAMLFaults

    /// Reads a file.
    ///
    /// - Throws: `Diagnostics` with everything that is wrong with it as a file and as YAML.
    public init(path: String) throws(Diagnostics) {
        try self.init(reading: path)
        try faults.check()
    }

    /// Reads a text that does not stand in a file, or not any more.
    public init(bytes: [UInt8], name: String) throws(Diagnostics) {
        try self.init(reading: bytes, name: name)
        try faults.check()
    }

    /// Reads a file, and keeps the faults that leave something to check.
    init(reading path: String) throws(Diagnostics) {
        try self.init(reading: Self.contents(of: path), name: path)
    }

    private init(reading bytes: [UInt8], name: String) throws(Diagnostics) {
        self.name = name
        self.bytes = bytes
        text = try Self.text(of: bytes, name: name)
        let (setting, faults) = try YAMLReader(text, file: name).readKeepingFaults()
        guard let root = setting else {
            try faults.check()
            throw Diagnostics(
                "the file is empty", at: SourceLocation(file: name, line: 1, column: 1),
                help: "a scenario has at least 'name' and 'stages'")
        }
        guard root.entries != nil else {
            try faults.check()
            throw Diagnostics(
                "a scenario is a mapping of keys to values, not \(root.kindDescription)", at: root.location,
                help: "start with 'name: ...' and 'stages:'")
        }
        self.root = root
        self.faults = faults
    }

    private static func contents(of path: String) throws(Diagnostics) -> [UInt8] {
        // Not blocking: opening a pipe must not wait for a writer.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = errno
            if reason == ENOENT {
                throw Diagnostics("there is no file '\(path)'", at: nil, help: neighbour(of: path))
            }
            throw Diagnostics("cannot open '\(path)': \(String(cString: strerror(reason)))", at: nil)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw Diagnostics("cannot read '\(path)': \(String(cString: strerror(errno)))", at: nil)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw Diagnostics("'\(path)' is a directory", at: nil, help: "name the scenario's YAML file in it")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Diagnostics("'\(path)' is not a regular file", at: nil, help: "save the scenario to a file")
        }
        var bytes = [UInt8](repeating: 0, count: byteLimit + 1)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { read(descriptor, $0 + filled, buffer.count - filled) } ?? 0
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw Diagnostics("cannot read '\(path)': \(String(cString: strerror(errno)))", at: nil)
            }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }

    private static func neighbour(of path: String) -> String? {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return "there is no folder '\(folder)' either"
        }
        let scenarios = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        return Suggestion.closest(to: url.lastPathComponent, among: scenarios).map { "did you mean '\($0)'?" }
    }

    private static func text(of bytes: [UInt8], name: String) throws(Diagnostics) -> String {
        guard bytes.count <= byteLimit else {
            throw Diagnostics(
                "'\(name)' is larger than \(byteLimit >> 20) MiB", at: nil,
                help: "keep data in HDF5 files, and let the scenario name them")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw Diagnostics("'\(name)' is UTF-16", at: nil, help: "save it as UTF-8")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            let start = SourceLocation(file: name, line: 1, column: 1)
            // Decoding puts one replacement where the first bad byte is.
            let repaired = String(decoding: content, as: UTF8.self).unicodeScalars
            let valid = zip(repaired, repaired.indices).first { $0.0 == "\u{FFFD}" }?.1 ?? repaired.startIndex
            throw Diagnostics(
                "the file is not UTF-8 text", at: start.advanced(over: repaired[..<valid]), help: "save it as UTF-8")
        }
        return text
    }
}

extension SourceLocation {
    /// The place after the given characters.
    func advanced(over scalars: some Sequence<Unicode.Scalar>) -> SourceLocation {
        var place = self
        var previous: Unicode.Scalar = " "
        for scalar in scalars {
            if scalar == "\n", previous == "\r" {
                // The second half of a line end.
            } else if scalar == "\n" || scalar == "\r" {
                place.line += 1
                place.column = 1
            } else {
                place.column += 1
            }
            previous = scalar
        }
        return place
    }
}
