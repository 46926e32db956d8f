/// What is to be learned: the map from some variables of a sample to others.
public struct LearningTask: Hashable, Sendable, Codable {
    public var inputs: [SampleVariable]
    public var outputs: [SampleVariable]

    public init(inputs: [SampleVariable], outputs: [SampleVariable]) {
        self.inputs = inputs
        self.outputs = outputs
    }
}
