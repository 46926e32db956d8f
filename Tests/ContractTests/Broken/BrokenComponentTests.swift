import Ansatz
import AnsatzTesting
import Testing

/// Each check of the suite catches a component that breaks its claim, by name, and no other check blames it.
@Suite("The contract suite can fail")
struct BrokenComponentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var plugin: Plugin
        var good: [GoodValues] = []
        /// The claims that must fail; all others must pass.
        var broken: Set<ContractClaim>
        /// A part of the message.
        var says = ""

        init(
            _ name: String, breaks broken: Set<ContractClaim>, says: String = "", good: [GoodValues] = [],
            @PluginBuilder _ components: @escaping @Sendable () throws -> [PluginComponent]
        ) {
            self.name = name
            self.broken = broken
            self.says = says
            self.good = good
            plugin = Plugin("broken", version: "1", components)
        }

        var testDescription: String { name }
    }

    @Test(
        "A component is caught by the claim that it breaks",
        arguments: solvers + declarations + integrators + tunersAndGenerators + problems + others)
    func isCaught(_ example: Case) {
        var caught: Set<ContractClaim> = []
        for check in ContractSuite(example.plugin, good: example.good).checks {
            do {
                try check.run()
            } catch {
                caught.insert(check.claim)
                if !example.broken.contains(check.claim) { Issue.record("\(error)") }
                #expect("\(error)".hasPrefix("\(check.subject): \(check.claim): "))
                #expect(example.says.isEmpty || "\(error)".contains(example.says), "\(error)")
            }
        }
        #expect(caught == example.broken)
    }

    static let solvers = [
        Case("honest", breaks: []) { Descent<Honest>.self },
        Case("draws from elsewhere", breaks: [.sameSeed, .threads, .resumption], says: "differs in call") {
            Descent<DrawsFromElsewhere>.self
        },
        Case("adds by thread", breaks: [.threads], says: "on 2 threads") { Descent<AddsByThread>.self },
        Case("remembers what no snapshot has", breaks: [.resumption], says: "conform to Resumable") {
            Descent<RemembersUnsaved>.self
        },
        Case("never asks whether to stop", breaks: [.cancellation], says: "0 polls") { Descent<NeverAsks>.self },
        Case("asks whether to stop and goes on", breaks: [.cancellation], says: "went on") {
            Descent<AsksAndGoesOn>.self
        },
        Case("stops short of its tolerance", breaks: [.certificate], says: "relative residual") {
            Descent<StopsShort>.self
        },
        Case("returns NaN", breaks: [.finiteResults, .certificate]) { Descent<GivesNaN>.self },
        Case("passes off its limit as convergence", breaks: [.iterationLimit], says: "notConverged") {
            Descent<PassesOffLimit>.self
        },
    ]

    static let declarations = [
        Case("an option without help", breaks: [.optionsDescribed], says: "help of 'strength'") {
            HelplessSolver.self
        },
        Case("an option that no key sets", breaks: [.optionsDescribed], says: "no scenario can give 'maxSweeps'") {
            KeylessSolver.self
        },
        Case(
            "three faults of its options", breaks: [.optionsDescribed],
            says: "3 faults:\n  - the option's name 'Length'"
        ) { CarelessSolver.self },
        Case("a number without a unit", breaks: [.optionsDescribed], says: "without a unit") { UnitlessSolver.self },
        Case("a default outside its range", breaks: [.optionsRoundTrip], says: "'strength' must be at least 1") {
            ImpossibleDefaultSolver.self
        },
        Case("an option that writes what it does not read", breaks: [.optionsRoundTrip], says: "came back as") {
            LossySolver.self
        },
        Case("two components of one name", breaks: [.registration], says: "exists already") {
            Descent<Honest>.self
            Descent<Honest>.self
        },
        Case(
            "good values for nobody", breaks: [.registration], says: "the only solver is 'descent'",
            good: [.solver("decent")]
        ) { Descent<Honest>.self },
        Case("no components", breaks: [.registration]) {},
        Case(
            "good values that are refused", breaks: Set(ContractClaim.solverWork), says: "'tolerance' must be between",
            good: [.solver("descent", ["tolerance": 2])]
        ) { Descent<Honest>.self },
    ]

    @Test("All faults of a declaration are told at once")
    func allFaults() throws {
        let checks = ContractSuite(Plugin("broken", version: "1") { CarelessSolver.self }).checks(of: .optionsDescribed)
        let violation = #expect(throws: ContractViolation.self) { try checks.first?.run() }
        let lines = try #require(violation).message.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  - ") })
        #expect(lines.last?.contains("without a unit; declare `unit:") == true)
    }

    @Test("A solver that never asks is caught on a system that it solves in seconds, not on the largest")
    func neverAsksIsCaughtEarly() throws {
        let checks = ContractSuite(Plugin("broken", version: "1") { Descent<NeverAsks>.self }).checks(of: .cancellation)
        let violation = #expect(throws: ContractViolation.self) { try checks.first?.run() }
        #expect(try !#require(violation).message.contains("1024 x 1024"))
    }

    static let integrators = [
        Case("honest", breaks: []) {
            Midpoint<Honest>.self
            AdamsBashforth.self
            Theta<Honest>.self
        },
        Case("of lower order than declared", breaks: [.order], says: "declared is 2") { Midpoint<LowerOrder>.self },
        Case("remembers what no snapshot has", breaks: [.resumption]) { Midpoint<RemembersUnsaved>.self },
        Case("of another scheme", breaks: [.certificate, .order]) { Theta<OtherScheme>.self },
        Case("declared of too high order", breaks: [.order], good: [.integrator("midpoint", order: 3)]) {
            Midpoint<Honest>.self
        },
        Case(
            "excused from its order", breaks: [],
            good: [.integrator("midpoint").excusing(.order, because: "this one is known to be of order 1")]
        ) { Midpoint<LowerOrder>.self },
    ]

    static let tunersAndGenerators = [
        Case("honest", breaks: []) {
            Narrowing<Honest>.self
            Noise<Honest>.self
        },
        Case("leaves its range", breaks: [.proposals], says: "distance of proposal") { Narrowing<LeavesRange>.self },
        Case("snapshot without what it learned", breaks: [.resumption], says: "State must hold") {
            Narrowing<RemembersUnsaved>.self
        },
        Case("samples that depend on their order", breaks: [.sampleOrder, .resumption], says: "in call") {
            Noise<DependsOnOrder>.self
        },
        Case("samples of large residual", breaks: [.certificate], says: "residual of sample 0") {
            Noise<BigResidual>.self
        },
    ]

    private static let refined = GoodValues.problem(
        "line",
        refinement: RefinementStudy(
            order: 2, metric: "error_max", levels: [["cells": 16], ["cells": 32], ["cells": 64]]))

    static let problems = [
        Case("honest", breaks: [], good: [refined]) {
            Line<Honest>.self
            Decay<Honest>.self
            Draws<Honest>.self
        },
        Case("certifies everything", breaks: [.refusal], says: "certificate passes for") {
            Line<CertifiesAll>.self
            Decay<CertifiesAll>.self
            Draws<CertifiesAll>.self
        },
        Case("certifies nothing", breaks: [.certificate], says: "is accepted") {
            Line<CertifiesNone>.self
            Decay<CertifiesNone>.self
            Draws<CertifiesNone>.self
        },
        Case("another size than it says", breaks: [.consistency], says: "17 unknowns") { Line<WrongExtent>.self },
        Case("instances of another size than it says", breaks: [.consistency], says: "6 unknowns") {
            Draws<WrongExtent>.self
        },
        Case("instances that depend on their order", breaks: [.sampleOrder], says: "drawing in reverse") {
            Draws<DependsOnOrder>.self
        },
        Case("instances that differ between methods", breaks: [.sampleOrder], says: "of another method") {
            Draws<DependsOnMethod>.self
        },
        Case("instances that depend on their number", breaks: [.sampleOrder], says: "a longer sequence") {
            Draws<DependsOnCount>.self
        },
        Case("not symmetric", breaks: [.consistency], says: "yᵀA x") {
            Line<NotSymmetric>.self
        },
        Case("of first order", breaks: [.order], says: "declared is 2", good: [refined]) { Line<FirstOrder>.self },
        Case("an implicit step of another equation", breaks: [.consistency], says: "different equations") {
            Decay<OtherEquation>.self
        },
    ]

    static let others = [
        Case("honest", breaks: []) {
            Increment<Honest>.self
            Distance<Honest>.self
            Echo<Honest>.self
        },
        Case("an operator with hidden state", breaks: [.resumption]) { Increment<RemembersUnsaved>.self },
        Case("a metric that is not finite", breaks: [.finiteResults], says: "its value is") {
            Distance<GivesNaN>.self
        },
        Case("a metric by chance", breaks: [.sameSeed, .threads]) { Distance<DrawsFromElsewhere>.self },
        Case("a stage whose check fails", breaks: [.certificate]) { Echo<CertifiesNone>.self },
    ]

    @Test("Every claim has an example that breaks it")
    func everyClaimCanFail() {
        let cases =
            Self.solvers + Self.declarations + Self.integrators + Self.tunersAndGenerators + Self.problems
            + Self.others
        // A trap ends the process, so it has a test of its own.
        #expect(cases.reduce([.rangeEnds]) { $0.union($1.broken) } == Set(ContractClaim.allCases))
    }

    @Test("A trap at the end of a range is named with the options")
    func trapIsNamed() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let plugin = Plugin("broken", version: "1") { Narrowing<DividesByRange>.self }
            for check in ContractSuite(plugin).checks(of: .rangeEnds) { try check.run() }
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("tuner 'narrowing': no trap at the ends of ranges, with { arms: 0 }"))
    }

    @Test("A library that is no plugin is a violation, not a crash")
    func strangeLibraries() {
        for path in ["/nowhere/libNone.so", "libm.so.6"] {
            let checks = ContractSuite(library: path).checks
            #expect(checks.map(\.claim) == [.registration])
            #expect(throws: ContractViolation.self) { try checks.first?.run() }
        }
    }
}

extension ContractClaim {
    /// What a solver can't be tried for where its options are refused.
    static let solverWork: [ContractClaim] = [
        .optionsRoundTrip, .finiteResults, .sameSeed, .threads, .cancellation, .certificate, .resumption, .rangeEnds,
        .iterationLimit,
    ]
}
