/// The verdict on a result, computed by the problem and not by the method that is judged.
public struct Certificate: Hashable, Sendable, Codable {
    /// One thing that was checked.
    public struct Check: Hashable, Sendable, Codable {
        /// What was computed: "worst_residual".
        public var name: String
        /// In words: "largest relative residual of the steps, recomputed".
        public var meaning: String
        public var value: Double
        public var limit: Double

        public init(_ name: String, _ meaning: String, value: Double, limit: Double) {
            self.name = name
            self.meaning = meaning
            self.value = value
            self.limit = limit
        }

        /// Whether the value keeps the limit; NaN does not.
        public var passes: Bool { value <= limit }
    }

    public var checks: [Check]

    public init(_ checks: [Check]) { self.checks = checks }

    /// Whether every check passes and there is at least one.
    public var isValid: Bool { !checks.isEmpty && checks.allSatisfy(\.passes) }
}
