public import Ansatz

/// The contract of components, as checks that a plugin's tests run.
///
/// ```swift
/// import AnsatzTesting
/// import Testing
///
/// let suite = ContractSuite(plugin)
///
/// @Test(arguments: suite.checks) func contract(_ check: ContractCheck) throws { try check.run() }
/// ```
///
/// Every component of the plugin is checked with its default options, and with the good values that are declared for
/// it. Required options that no default can stand for are filled by models of the suite's own: a solver, a tuner, an
/// operator, a metric, a stored field. What each check claims and how it measures is in `docs/contract-suite.md`.
public struct ContractSuite: Sendable {
    /// One check for each claim about each component.
    public let checks: [ContractCheck]

    /// The suite of a plugin that is compiled with its tests.
    ///
    /// - Parameters:
    ///   - companions: plugins whose components the good values name.
    ///   - good: options at which a component must do its work; those of components that are not named are the defaults.
    public init(_ plugin: Plugin, companions: [ComponentSource] = [], good: [GoodValues] = []) {
        self.init(.plugin(plugin), companions: companions, good: good)
    }

    /// The suite of a plugin that was built as a library.
    public init(library path: String, companions: [ComponentSource] = [], good: [GoodValues] = []) {
        self.init(.library(path), companions: companions, good: good)
    }

    /// The suite of the components that a source brings.
    public init(_ source: ComponentSource, companions: [ComponentSource] = [], good: [GoodValues] = []) {
        let catalogue: Catalogue
        do {
            catalogue = try Catalogue(source, companions: companions, good: good)
        } catch {
            checks = [ContractCheck(source.description, .registration) { throw error }]
            return
        }
        checks =
            [ContractCheck(source.description, .registration) { try catalogue.checkDeclarations(good) }]
            + catalogue.subjects.flatMap(\.checks)
    }

    /// The checks of one claim.
    public func checks(of claim: ContractClaim) -> [ContractCheck] { checks.filter { $0.claim == claim } }
}
