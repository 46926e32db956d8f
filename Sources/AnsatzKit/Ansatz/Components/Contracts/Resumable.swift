public import Foundation

/// A component with state that a checkpoint must hold: what it learned, moments, histories.
///
/// Options and work space are not state. The engine stores and restores; a component does no files.
public protocol Resumable {
    associatedtype State: Codable & Sendable

    func snapshot() -> State

    /// - Throws: where the state does not fit, for example after a change of options.
    mutating func restore(_ state: State) throws
}

extension Resumable {
    /// The state as bytes; exact for every `Double`, NaN included.
    public func encodedState() throws -> Data {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        // A property list's top must be a container.
        return try encoder.encode([snapshot()])
    }

    /// Restores what ``encodedState()`` gave.
    public mutating func restore(encoded data: Data) throws {
        guard let state = try PropertyListDecoder().decode([State].self, from: data).first else { return }
        try restore(state)
    }
}
