/// Something that is fed with cases. Each case follows from the seed and its number alone.
protocol FuzzSubject {
    /// How many cases there are, where it is not for the user to say.
    var fixedCount: Int? { get }

    /// Runs a case.
    mutating func run(_ number: Int) -> FuzzOutcome

    /// What the case feeds in, for people.
    mutating func input(_ number: Int) -> [UInt8]
}

extension FuzzSubject {
    var fixedCount: Int? { nil }
}

/// What came of a case.
struct FuzzOutcome {
    /// What should not have been.
    var faults: [String] = []
    /// A word that is counted: accepted, refused, ...
    var kind = ""
}
