public import Ansatz

/// Options at which a component must do its work, and what can be said of it there.
///
/// A component may have several. Options are written as in a scenario:
///
/// ```swift
/// .solver("sor", ["tolerance": 1e-10, "omega": 1.2])
/// ```
public struct GoodValues: Sendable {
    let role: ComponentRole
    let name: String
    let options: JSONValue
    var residualLimit = 1e-6
    var order: Double?
    var refinement: RefinementStudy?
    var iterationLimit: String?
    var inputs: [Field]?
    var excused: [ContractClaim: String] = [:]

    /// Values of a component of any role.
    ///
    /// - Parameter options: a mapping as below the component's name in a scenario. Required options that are left out
    ///   are filled by the suite's models.
    public init(_ role: ComponentRole, _ name: String, _ options: JSONValue = [:]) {
        self.role = role
        self.name = name
        self.options = options
    }

    /// Values of a solver.
    ///
    /// - Parameters:
    ///   - residualLimit: the largest ‖b − A x‖₂/‖b‖₂ that an answer may have.
    ///   - iterationLimit: the option that limits iterations; found by itself where its name begins with `max_`.
    public static func solver(
        _ name: String, _ options: JSONValue = [:], residualLimit: Double = 1e-6, iterationLimit: String? = nil
    ) -> GoodValues {
        var values = GoodValues(.solver, name, options)
        values.residualLimit = residualLimit
        values.iterationLimit = iterationLimit
        return values
    }

    /// Values of an integrator.
    ///
    /// - Parameters:
    ///   - order: the order of convergence in the step; by default the one that its `scheme` has.
    ///   - residualLimit: the largest relative defect that a step may have, where its scheme can be checked.
    public static func integrator(
        _ name: String, _ options: JSONValue = [:], order: Double? = nil, residualLimit: Double = 1e-6
    ) -> GoodValues {
        var values = GoodValues(.integrator, name, options)
        values.order = order
        values.residualLimit = residualLimit
        return values
    }

    /// Values of a problem.
    ///
    /// - Parameter refinement: a sequence of grids and the order at which an error metric must fall.
    public static func problem(
        _ name: String, _ options: JSONValue = [:], refinement: RefinementStudy? = nil
    ) -> GoodValues {
        var values = GoodValues(.problem, name, options)
        values.refinement = refinement
        return values
    }

    /// Values of an operator.
    ///
    /// - Parameter inputs: fields that it takes; by default one smooth field over x and y.
    public static func `operator`(
        _ name: String, _ options: JSONValue = [:], inputs: [Field]? = nil
    ) -> GoodValues {
        var values = GoodValues(.operator, name, options)
        values.inputs = inputs
        return values
    }

    public static func tuner(_ name: String, _ options: JSONValue = [:]) -> GoodValues {
        GoodValues(.tuner, name, options)
    }

    public static func generator(_ name: String, _ options: JSONValue = [:]) -> GoodValues {
        GoodValues(.generator, name, options)
    }

    public static func metric(_ name: String, _ options: JSONValue = [:]) -> GoodValues {
        GoodValues(.metric, name, options)
    }

    public static func stage(_ name: String, _ options: JSONValue = [:]) -> GoodValues {
        GoodValues(.stage, name, options)
    }

    /// The same values without the check of a claim that this component can't be held to.
    ///
    /// - Parameter reason: why, for the reader of the tests.
    public func excusing(_ claim: ContractClaim, because reason: String) -> GoodValues {
        var values = self
        values.excused[claim] = reason
        return values
    }
}
