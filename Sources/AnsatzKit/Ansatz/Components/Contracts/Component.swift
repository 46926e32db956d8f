/// Anything that a plugin adds: a problem, a solver, an integrator, a tuner, a generator.
///
/// If you write one: conform to the protocol of its role (``Solver``, ``Integrator``, ...), declare its options, and name
/// the type in your ``Plugin``. Give every stored property a default value, and no initializer is needed: an instance is
/// made with defaults, given its options, then prepared.
///
/// ```swift
/// struct Jacobi: Solver {
///     struct Options: ComponentOptions { ... }
///     static let info = ComponentInfo("jacobi", "Weighted Jacobi iteration")
///     var options = Options()
///     ...
/// }
/// ```
///
/// One instance belongs to one stage; it is never used from two threads at once, so it needs no locks and no `Sendable`.
public protocol Component: SendableMetatype {
    associatedtype Options: ComponentOptions

    static var info: ComponentInfo { get }

    /// The options in force. A tuner may change a tunable one between two calls.
    var options: Options { get set }

    /// Makes an instance with the default options. Cheap: no files, no large memory.
    init()

    /// Called once before the first use, with the options in force; the place to bind nested components, to allocate
    /// work space, and to refuse options that only now show to be impossible.
    mutating func prepare(_ run: RunContext) throws
}

extension Component {
    /// An instance with the given options.
    public init(options: Options) {
        self.init()
        self.options = options
    }

    public mutating func prepare(_ run: RunContext) throws {}
}

/// What a component is called and where it comes from.
public struct ComponentInfo: Hashable, Sendable {
    /// Its name in scenarios: `[a-z0-9_-]{1,64}`.
    public var name: String
    /// One line, no full stop.
    public var summary: String
    /// What it rests on, as `ansatz cite` prints it. A text literal will do; see ``Reference``.
    public var references: [Reference]

    public init(_ name: String, _ summary: String, references: [Reference] = []) {
        self.name = name
        self.summary = summary
        self.references = references
    }
}

/// What a component can be used as.
public struct ComponentRole: Hashable, Sendable {
    public let name: String

    public static let problem = ComponentRole(name: "problem")
    public static let solver = ComponentRole(name: "solver")
    public static let integrator = ComponentRole(name: "integrator")
    public static let tuner = ComponentRole(name: "tuner")
    public static let generator = ComponentRole(name: "generator")
    public static let `operator` = ComponentRole(name: "operator")
    public static let metric = ComponentRole(name: "metric")
    public static let stage = ComponentRole(name: "stage")

    /// With its article: "an integrator".
    var phrase: String { (self == .integrator || self == .operator ? "an " : "a ") + name }

    public static let all = [problem, solver, integrator, tuner, generator, `operator`, metric, stage]

    /// The role of a contract's existential type, such as `(any Solver).self`.
    static func of(_ contract: Any.Type) -> ComponentRole? {
        if contract == (any Solver).self { return .solver }
        if contract == (any Integrator).self { return .integrator }
        if contract == (any Tuner).self { return .tuner }
        if contract == (any Generator).self { return .generator }
        if contract == (any Problem).self { return .problem }
        if contract == (any Operator).self { return .operator }
        if contract == (any FieldMetric).self { return .metric }
        if contract == (any Stage).self { return .stage }
        return nil
    }
}
