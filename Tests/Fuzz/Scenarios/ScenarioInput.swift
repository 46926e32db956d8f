import Foundation

/// A scenario's file with the `--set`s that go with it.
struct ScenarioInput {
    var bytes: [UInt8]
    var overrides: [String] = []
    /// What must come out, where the input only says the same in another way.
    var expected: (canonical: String, keys: [String: String])?

    /// For people: the text, and the overrides behind it.
    var shown: [UInt8] {
        bytes + overrides.flatMap { Array("\n--set \($0.debugDescription)".utf8) }
    }
}
