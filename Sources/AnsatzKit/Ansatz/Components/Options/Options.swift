/// The options of a component: a value whose stored properties hold the defaults, and one declaration for each of them.
///
/// The declarations decode and validate a scenario, and feed `ansatz describe`, `resolved.json` and the attributes of
/// the output. A property without a key can't be set from a scenario.
///
/// ```swift
/// struct Options: ComponentOptions {
///     var tolerance = 1e-8
///     static let keys: [Key<Self>] = [
///         Key("tolerance", \.tolerance, range: .positive, help: "Stop when |r| falls to this fraction of |b|.")
///     ]
/// }
/// ```
public protocol ComponentOptions: Sendable {
    /// The defaults.
    init()

    static var keys: [Key<Self>] { get }

    /// Names that options had in earlier versions: messages say what became of them.
    static var retired: [RetiredKey] { get }

    /// What is wrong with values that are each allowed but don't fit each other; empty where all is well.
    func conflicts() -> [OptionConflict]
}

extension ComponentOptions {
    public static var retired: [RetiredKey] { [] }

    public func conflicts() -> [OptionConflict] { [] }
}

/// A rule between options that is broken: reported where `key` stands in the scenario.
public struct OptionConflict: Sendable {
    public var key: String
    public var message: String
    public var help: String?

    public init(_ key: String, _ message: String, help: String? = nil) {
        self.key = key
        self.message = message
        self.help = help
    }
}

/// The options of a component that has none.
public struct NoOptions: ComponentOptions {
    public init() {}
    public static var keys: [Key<NoOptions>] { [] }
}
