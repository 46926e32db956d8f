/// What is wrong with a component that is made to break its contract.
enum Flaw {
    case drawsFromElsewhere, addsByThread, remembersUnsaved, neverAsks, asksAndGoesOn, stopsShort, givesNaN
    case passesOffLimit, dividesByRange, lowerOrder, otherScheme, leavesRange, dependsOnOrder, bigResidual
    case dependsOnMethod, dependsOnCount
    case certifiesAll, certifiesNone, wrongExtent, notSymmetric, otherEquation, firstOrder
}

/// A flaw as a type, so that one component can be made with each.
protocol FlawKind: SendableMetatype {
    static var flaw: Flaw? { get }
}

enum Honest: FlawKind { static let flaw: Flaw? = nil }
enum DrawsFromElsewhere: FlawKind { static let flaw: Flaw? = .drawsFromElsewhere }
enum AddsByThread: FlawKind { static let flaw: Flaw? = .addsByThread }
enum RemembersUnsaved: FlawKind { static let flaw: Flaw? = .remembersUnsaved }
enum NeverAsks: FlawKind { static let flaw: Flaw? = .neverAsks }
enum AsksAndGoesOn: FlawKind { static let flaw: Flaw? = .asksAndGoesOn }
enum StopsShort: FlawKind { static let flaw: Flaw? = .stopsShort }
enum GivesNaN: FlawKind { static let flaw: Flaw? = .givesNaN }
enum PassesOffLimit: FlawKind { static let flaw: Flaw? = .passesOffLimit }
enum DividesByRange: FlawKind { static let flaw: Flaw? = .dividesByRange }
enum LowerOrder: FlawKind { static let flaw: Flaw? = .lowerOrder }
enum OtherScheme: FlawKind { static let flaw: Flaw? = .otherScheme }
enum LeavesRange: FlawKind { static let flaw: Flaw? = .leavesRange }
enum DependsOnOrder: FlawKind { static let flaw: Flaw? = .dependsOnOrder }
enum DependsOnMethod: FlawKind { static let flaw: Flaw? = .dependsOnMethod }
enum DependsOnCount: FlawKind { static let flaw: Flaw? = .dependsOnCount }
enum BigResidual: FlawKind { static let flaw: Flaw? = .bigResidual }
enum CertifiesAll: FlawKind { static let flaw: Flaw? = .certifiesAll }
enum CertifiesNone: FlawKind { static let flaw: Flaw? = .certifiesNone }
enum WrongExtent: FlawKind { static let flaw: Flaw? = .wrongExtent }
enum NotSymmetric: FlawKind { static let flaw: Flaw? = .notSymmetric }
enum OtherEquation: FlawKind { static let flaw: Flaw? = .otherEquation }
enum FirstOrder: FlawKind { static let flaw: Flaw? = .firstOrder }
