import Foundation
import Testing

/// A scenario beside the exact text that the command shows for it.
///
/// Each folder of `Golden/` holds `scenario.yaml`, `expected.txt`, and `overrides.txt` where there are `--set`s, one a
/// line. With `ANSATZ_UPDATE_GOLDEN=1` the expected texts are written; the change is then for people to read.
struct GoldenCase: CustomTestStringConvertible, Sendable {
    let folder: URL

    static let all: [GoldenCase] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Golden")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().map { GoldenCase(folder: root.appendingPathComponent($0)) }
    }()

    var testDescription: String { folder.lastPathComponent }

    /// Whether it is checked against the components of a plugin, and not as a text alone.
    var hasMeaning: Bool { testDescription.hasPrefix("scenario-") }

    var scenario: String { folder.appendingPathComponent("scenario.yaml").path }

    var overrides: [String] {
        let text = try? String(contentsOf: folder.appendingPathComponent("overrides.txt"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    /// Compares what `render` gives for the scenario's path and overrides with the expected text. Paths are shown
    /// without their folder.
    func check(render: (_ path: String, _ overrides: [String]) throws -> String) throws {
        let actual = try render(scenario, overrides).replacingOccurrences(of: folder.path + "/", with: "")
        let file = folder.appendingPathComponent("expected.txt")
        if ProcessInfo.processInfo.environment["ANSATZ_UPDATE_GOLDEN"] == "1" {
            try actual.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(actual == expected, "\(testDescription):\n\(Self.difference(from: expected, to: actual))")
    }

    /// The lines of both texts: `-` only expected, `+` only found.
    static func difference(from expected: String, to actual: String) -> String {
        let old = expected.components(separatedBy: "\n")
        let new = actual.components(separatedBy: "\n")
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var result: [String] = []
        var next = 0
        for (index, line) in old.enumerated() {
            if removed.contains(index) {
                result.append("-\(line)")
                continue
            }
            while inserted.contains(next) {
                result.append("+\(new[next])")
                next += 1
            }
            result.append(" \(line)")
            next += 1
        }
        for index in next..<max(next, new.count) where inserted.contains(index) { result.append("+\(new[index])") }
        return result.joined(separator: "\n")
    }
}
